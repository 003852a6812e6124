# make demo · make test · make lint · make help.  Needs only Python 3.11 or newer; everything else goes into .venv.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
HOST ?= 127.0.0.1
SERVE ?= 1
# Words handed to pytest, for example: make test ARGS="-k breadcrumbs"
ARGS ?=
# Tests run in as many processes as there are cores; 0 runs them in one.
WORKERS ?= auto

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
LIGHTHOUSE := build/lighthouse/node_modules/lighthouse/package.json
RUNTIME := $(VENV)/requirements.stamp
DEVELOPMENT := $(VENV)/requirements-dev.stamp
CHECKED := kneeblog importers tests manage.py

.PHONY: help demo test test-sqlite test-postgresql test-corpus bench bench-hostile bench-writing bench-rules bench-search bench-translation bench-pages bench-lighthouse soak lint format clean

help: ## List these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 18

demo: $(RUNTIME) ## Import the sample site, print the report and serve it (PORT=8000, SERVE=0 stops before serving)
	@$(MANAGE) migrate --verbosity 0
	@PORT=$(PORT) $(MANAGE) demo
	@if [ "$(SERVE)" != "0" ]; then exec $(MANAGE) runserver --noreload $(HOST):$(PORT); fi

test: test-sqlite ## Run the tests on SQLite, and again on PostgreSQL where DATABASE_URL names one
	@case "$${DATABASE_URL:-}" in postgres*|pgsql*) $(MAKE) --no-print-directory test-postgresql ;; esac

test-sqlite: $(DEVELOPMENT)
	@echo "Tests on SQLite"
	@env -u DATABASE_URL $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

test-postgresql: $(DEVELOPMENT) ## Run the tests on the PostgreSQL database that DATABASE_URL names
	@case "$${DATABASE_URL:-}" in postgres*|pgsql*) ;; *) echo "DATABASE_URL must name a PostgreSQL database, for example postgres://user@127.0.0.1:5432/test" >&2; exit 2 ;; esac
	@echo "Tests on PostgreSQL"
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not packaging and not pure" $(ARGS)

test-corpus: $(DEVELOPMENT) ## Run the tests that read real saved pages from the folder KNEEBLOG_CORPUS
	@$(BIN)/python -m pytest -m corpus $(ARGS)

bench: $(DEVELOPMENT) ## Measure reading against a bare parse and two peers (KNEEBLOG_CORPUS; the peers go into build/)
	@$(BIN)/python tests/benchmarks/parse.py

bench-hostile: $(DEVELOPMENT) ## Measure time and memory of hostile pages up to the limits (about an hour; ARGS= part of a shape's name)
	@$(BIN)/python tests/benchmarks/hostile.py $(if $(ARGS),"$(ARGS)")

bench-writing: $(DEVELOPMENT) ## Measure writing 2,000 pages against Wagtail's own way, page by page (DATABASE_URL)
	@$(BIN)/python tests/benchmarks/writing.py $(ARGS)

bench-rules: $(DEVELOPMENT) ## Measure checking the sample's pages against the advertising rules beside rendering them
	@$(BIN)/python tests/benchmarks/rules.py $(ARGS)

bench-search: $(DEVELOPMENT) ## Measure the search as the site grows to 5,000 articles, beside Wagtail's own (DATABASE_URL)
	@$(BIN)/python tests/benchmarks/search.py $(ARGS)

bench-pages: $(DEVELOPMENT) ## Measure an article against bakerydemo's blog page (ARGS= the folder of its checkout)
	@$(BIN)/python tests/benchmarks/pages.py $(ARGS)

bench-translation: $(DEVELOPMENT) ## Measure translating long pages, and 200 pages in three languages (DATABASE_URL)
	@$(BIN)/python tests/benchmarks/translation.py

bench-lighthouse: $(DEVELOPMENT) $(LIGHTHOUSE) ## Have Lighthouse look at the sample site as production serves it (node and npm; Chromium)
	@$(BIN)/python tests/benchmarks/lighthouse.py $(ARGS)

$(LIGHTHOUSE):
	@npm install --silent --no-audit --no-fund --prefix build/lighthouse lighthouse@13.5.0

soak: $(DEVELOPMENT) ## Kill an import at 100 random moments, on SQLite and where DATABASE_URL names PostgreSQL
	@env -u DATABASE_URL $(BIN)/python tests/soak/crash.py $(ARGS)
	@case "$${DATABASE_URL:-}" in postgres*|pgsql*) $(BIN)/python tests/soak/crash.py $(ARGS) ;; esac

lint: $(DEVELOPMENT) ## Check style and types
	@$(BIN)/ruff check $(CHECKED)
	@$(BIN)/ruff format --check $(CHECKED)
	@$(BIN)/mypy

format: $(DEVELOPMENT) ## Let ruff lay out the code
	@$(BIN)/ruff check --fix-only --quiet $(CHECKED)
	@$(BIN)/ruff format $(CHECKED)

clean: ## Remove the environment, caches and build results (the database and media stay)
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The environment ------------------------------------------------------------------------------------------------

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo "Installing what the site needs (a minute or two the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing what the tests need (a minute or two the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@ $(RUNTIME)

# PYTHON=… chooses one; else the first of these that is new enough and can make environments.
$(BIN)/python:
	@for candidate in $${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do \
	  if command -v "$$candidate" >/dev/null 2>&1 && "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$candidate" --version) …"; \
	    "$$candidate" -m venv --clear $(VENV); exit 0; \
	  fi; \
	done; \
	echo "kneeblog needs Python 3.11 or newer with the venv module (on Debian: python3 and python3-venv)." >&2; \
	echo "Found: $$(python3 --version 2>/dev/null || echo no python3). Name another one with: make PYTHON=/path/to/python …" >&2; \
	exit 1
