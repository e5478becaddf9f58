# `make run` serves the dashboard, `make test` tests it. Both make their own environment first.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PORT ?= 8501
HOST ?= 127.0.0.1

.PHONY: run test test-long bench lint data geo clean

run: $(VENV)/run.ready
	@echo "Open http://localhost:$(PORT)"
	@$(VENV)/bin/uvicorn dashboard:app --host $(HOST) --port $(PORT) --log-level warning --no-access-log

test: $(VENV)/test.ready chromium postgres lint
	$(VENV)/bin/python -m pytest

test-long: $(VENV)/test.ready
	HYPOTHESIS_PROFILE=long $(VENV)/bin/python -m pytest tests/fairshare

bench: $(VENV)/test.ready chromium
	$(VENV)/bin/python -m benchmarks.live

lint: $(VENV)/test.ready
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

# Tables and layers from their sources: see data/README.md and geo/README.md. SOURCE is a folder, BOUNDARIES a file.
data: $(VENV)/run.ready
	$(VENV)/bin/python -m data.build --source $(SOURCE)

geo: $(VENV)/run.ready
	$(VENV)/bin/python -m geo.build --source $(BOUNDARIES)

$(VENV)/run.ready: requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; found: $$($(PYTHON) --version). Try: make PYTHON=/path/to/python3.11 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

$(VENV)/test.ready: $(VENV)/run.ready requirements-dev.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

.PHONY: postgres
postgres:
	@.ci/postgres

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || test -n "$$CHROMIUM" || \
		{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
		{ echo "The browser tests need Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path."; exit 1; }

clean:
	rm -rf $(VENV)
