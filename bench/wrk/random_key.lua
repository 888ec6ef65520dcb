-- Asks the given address with a random key from 1 to BENCH_KEYS in place of its {key} (sent as %7Bkey%7D).
local keys = tonumber(os.getenv("BENCH_KEYS")) or 1000
local seeded = 0
setup = function(thread)
  seeded = seeded + 1
  thread:set("seed", seeded)
end
init = function(args)
  math.randomseed(seed * 7919)
end
request = function()
  local path = wrk.path:gsub("%%7Bkey%%7D", tostring(math.random(1, keys)))
  return wrk.format("GET", path)
end
done = function(summary, latency, requests)
  io.write(string.format("HANDSEL_P95 %.3f\n", latency:percentile(95) / 1000))
end
