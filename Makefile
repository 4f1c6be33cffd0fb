# Five commands; each starts with `setup` and is safe to repeat.
#   make setup   the virtual environment with everything, from the lock
#   make demo    an office of invented people with a month of complaints, opened in the browser
#   make report  a twin's case written, followed, and where the report is
#   make test    the whole suite
#   make check   format, lint, types, contracts, spelling, documents
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
.DEFAULT_GOAL := help
.PHONY: help setup demo report test check format lock clean

help:
	@sed -n 's/^#   //p' Makefile

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "izdes: making $(VENV) (first time: a few minutes)"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "izdes needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "izdes: $(VENV) is ready"

# The office's folder is named in full: a worker and a server of its own are started beside it.
demo: setup
	@IZDES_MODE=demo IZDES_HOME="$${IZDES_HOME:-$(abspath $(DEMO))/office}" $(BIN)/izdes demo

report: setup
	@echo "izdes: writing a twin's case and following it (about a minute)"
	@mkdir -p $(DEMO)
	@$(BIN)/izdes twin write --seed 7 --complaints 60 --out $(DEMO)/case --replace
	@$(BIN)/izdes follow $(DEMO)/case --out $(DEMO)/found --replace
	@$(BIN)/izdes twin score $(DEMO)/case $(DEMO)/found
	@echo "izdes: open $(DEMO)/found/report.html"

test: setup
	@$(BIN)/python -m pytest --numprocesses=auto
	@echo "izdes: every branch of the room that reads identifiers"
	@$(BIN)/python -m pytest --numprocesses=auto --quiet --no-header --durations=0 --durations-min=30 \
		--cov=izdes.core.identifiers --cov-branch --cov-report=term-missing:skip-covered \
		--cov-fail-under=100 -k "not hostile and not grows" \
		tests/core/identifiers src/izdes/core/identifiers

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@$(BIN)/mkdocs build --strict --quiet
	@echo "izdes: checks passed"

format: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# Needs `uv`; versions and hashes only, no addresses.
lock:
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --upgrade --group dev pyproject.toml -o requirements.lock

clean:
	@rm -rf $(VENV) $(DEMO) build site .mypy_cache .ruff_cache .pytest_cache .hypothesis
