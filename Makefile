# Two commands: make serve, make test. Both need Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
INPUTS := pyproject.toml hatch_build.py static/package-lock.json static/build.mjs $(wildcard static/css/*.css static/entries/*.js)

serve: .venv/serve.stamp
	$(BIN)/workbook serve

# From the fast to the slow, so that a slip shows soon.
test: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/workbook check --seeds 50
	$(BIN)/pytest --numprocesses auto --dist loadfile

bench: .venv/test.stamp
	$(BIN)/python -m tests.bench
	$(BIN)/workbook bench code

# A hundred thousand spoiled files for the reader of the book, a million mutated frames for that of results.
fuzz: .venv/test.stamp
	$(BIN)/pip install --quiet --editable '.[fuzz]'
	$(BIN)/python -m tests.fuzz

# Recomputes the values recorded from diffusers; torch is large, so it has an environment of its own.
oracle: .venv-oracle/stamp
	.venv-oracle/bin/python -m tests.oracle.generate --check

.venv/serve.stamp: .venv/bin/pip $(INPUTS)
	$(BIN)/pip install --quiet --editable .
	touch $@

.venv/test.stamp: .venv/bin/pip $(INPUTS)
	$(BIN)/pip install --quiet --editable '.[test]'
	touch $@ .venv/serve.stamp

.venv-oracle/stamp: .venv-oracle/bin/pip pyproject.toml
	.venv-oracle/bin/pip install --quiet 'diffusers>=0.42,<0.43' torch==2.13.0 'numpy>=2.2,<3'
	touch $@

# Says in one line what lacks. Debian's Python has no ensurepip, and would leave half an environment behind.
%/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo 'Python 3.11 or newer is needed: make PYTHON=python3.12 …'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	    || { echo 'This Python cannot make environments. On Debian and Ubuntu: sudo apt install python3-venv'; exit 1; }
	$(PYTHON) -m venv $*
	@touch $@

.PHONY: serve test bench fuzz oracle
.PRECIOUS: %/bin/pip
