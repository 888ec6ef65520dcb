-- Asks the one given address; says the p95 in milliseconds at the end.
done = function(summary, latency, requests)
  io.write(string.format("HANDSEL_P95 %.3f\n", latency:percentile(95) / 1000))
end
