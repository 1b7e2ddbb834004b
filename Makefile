# Two commands matter: `make run` (from nothing to a warehouse) and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
CLIENTS := $(VENV)/.clients

.DEFAULT_GOAL := help
.PHONY: help install run test lint format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Create .venv and install the pinned requirements

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("banggiao needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@

$(CLIENTS): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,clients]"
	@touch $@

run: $(INSTALLED) ## Build the warehouse from the sample articles and ask it three questions
	$(BIN)/banggiao run
	@echo
	@echo '== Who takes part in most meetings? (banggiao report partners_by_meetings)'
	@$(BIN)/banggiao report partners_by_meetings | head -n 12
	@echo
	@echo '== Who aims for which share, by when?'
	@$(BIN)/banggiao sql "select actors, deadline_year, value, unit, baseline_year from reports.commitments where kind = 'target' and unit = '%' order by deadline_year, actors"
	@echo
	@echo '== Which sums were promised, agreed or given?'
	@$(BIN)/banggiao sql "select actors, counterparties, kind, amount, currency, made_on from reports.commitments where amount is not null order by amount desc, actors limit 8"

test: lint $(CLIENTS) ## Lint, types and all tests; needs no network once installed
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(INSTALLED) ## Style and types of code and SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --dialect duckdb sql

format: $(INSTALLED) ## Bring code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove the environment and all caches; the warehouse stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
