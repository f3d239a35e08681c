# Linli's commands. `make help` lists them. They need Python 3.11 or newer and nothing else.
PYTHON ?= python3
NO_PYTHON = { echo "Linli needs Python 3.11, 3.12 or 3.13; there is no $(PYTHON) on PATH." >&2; exit 1; }
BOOTSTRAP = command -v $(PYTHON) >/dev/null || $(NO_PYTHON); exec $(PYTHON) tools/bootstrap.py
VENV ?= .venv
RUN = $(VENV)/bin/python
PORT ?= 8000
export PORT DEMO_DIR RESET SEARCH VENV

.DEFAULT_GOAL := help
.PHONY: help demo test lint format check wheel messages bench clean

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo:  ## Start a demo city at http://127.0.0.1:8000/ (PORT= DEMO_DIR= RESET=1 SEARCH=basic)
	@$(BOOTSTRAP) demo

test:  ## Run all tests (ARGS="tests/home -x" for some)
	@$(BOOTSTRAP) test -- $(ARGS)

lint:  ## Style, types and import order
	@$(BOOTSTRAP) install dev
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy portal search
	@$(VENV)/bin/lint-imports

format:  ## Format the code and mend what ruff can mend
	@$(BOOTSTRAP) install dev
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format .

check: lint  ## Lint, templates, migrations, system checks, message catalogues
	@$(RUN) tools/check.py

wheel:  ## Build the wheel, install it in an empty environment with a new plugin, try both
	@$(BOOTSTRAP) install test
	@$(RUN) tools/check_wheel.py

messages:  ## Collect texts into the .po files (needs GNU gettext)
	@$(BOOTSTRAP) install dev
	@$(RUN) tools/messages.py

bench:  ## Measure import times and CPU time a page
	@$(BOOTSTRAP) install test
	@$(RUN) bench/run.py

clean:  ## Remove the environment, caches and the demo's data in var/
	rm -rf $(VENV) var build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find portal search tests -name __pycache__ -prune -exec rm -rf {} +
	find portal search -name '*.mo' -delete
