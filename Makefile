# Two commands: make serve, make test. Both need Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin

serve: .venv/serve.stamp
	$(BIN)/workbook serve

test: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/workbook check --seeds 50
	$(BIN)/pytest

bench: .venv/test.stamp
	$(BIN)/python -m tests.bench

# Recomputes the values recorded from diffusers; torch is large, so it has an environment of its own.
oracle: .venv-oracle/stamp
	.venv-oracle/bin/python -m tests.oracle.generate --check

.venv/serve.stamp: pyproject.toml hatch_build.py static/package-lock.json
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable .
	touch $@

.venv/test.stamp: pyproject.toml hatch_build.py static/package-lock.json
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[test]'
	touch $@ .venv/serve.stamp

.venv-oracle/stamp: pyproject.toml
	$(PYTHON) -m venv .venv-oracle
	.venv-oracle/bin/pip install --quiet 'diffusers>=0.42,<0.43' torch==2.13.0 'numpy>=2.2,<3'
	touch $@

.PHONY: serve test bench oracle
