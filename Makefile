# Everything starts here; `make help` lists it. Works from any folder (make -C), as root and as an ordinary user.
# Nothing outside this folder is touched, except that `make test` may install Chromium with apt-get.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test check bench soak states seed lock format doctor clean setup setup-dev
# A neighbour's settings must not leak into our interpreter.
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

PY := .venv/bin/python
HANDSEL := $(PY) -m handsel

help: ## list the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  PORT=8001 make demo      another port (each port has data of its own)"
	@echo "  RESET=1 make demo        start over"
	@echo "  DATABASE_URL=...         use your own PostgreSQL (16 or newer) instead of the embedded one"
	@echo "  make test ARGS='-k offer'  what pytest shall do"

demo: setup ## start a complete demo marketplace at http://127.0.0.1:8000
	@exec $(HANDSEL) demo $(if $(filter 1 yes true on,$(RESET)),--reset)

test: setup-dev ## run the whole suite on a PostgreSQL of its own, browser tests included
	@set -e; HANDSEL_CHROMIUM="$$($(PY) -m tools.chromium)"; export HANDSEL_CHROMIUM; \
	exec $(HANDSEL) test-database -- $(PY) -m pytest -n auto --maxprocesses 4 $(ARGS)

check: setup-dev ## linters, types, import contracts, sizes, licences, missing migrations
	@exec $(PY) -m tools.check

bench: setup-dev ## measure speed, each figure beside its limit (ONLY=word chooses)
	@exec $(PY) -m bench $(ARGS)

soak: setup-dev ## the long variants of the tests: more kills, more fuzz, more load
	@set -e; HANDSEL_CHROMIUM="$$($(PY) -m tools.chromium)"; export HANDSEL_CHROMIUM; \
	exec $(HANDSEL) test-database -- $(PY) -m pytest -m soak $(ARGS)

states: setup-dev ## write docs/states and docs/rights.md from the tables in the code
	@exec $(PY) -m tools.states

seed: setup-dev ## write the files of demo/ anew
	@exec $(PY) -m tools.demo

lock: setup-dev ## resolve the dependencies of pyproject.toml anew into the hashed requirement files
	@$(PY) -m uv lock --quiet
	@$(PY) -m uv export --quiet --frozen --no-dev --no-emit-project --no-header -o requirements.txt >/dev/null
	@$(PY) -m uv export --quiet --frozen --all-groups --no-emit-project --no-header -o requirements-dev.txt >/dev/null

format: setup-dev ## put the code into shape
	@$(PY) -m ruff check --fix --quiet . || true
	@exec $(PY) -m ruff format .

doctor: setup ## explain what is wrong with this installation
	@exec $(HANDSEL) doctor

clean: ## delete the environment and all caches; a demo's data stays (handsel reset deletes it)
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@sh tools/install.sh runtime

setup-dev:
	@sh tools/install.sh dev
