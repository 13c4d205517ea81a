# Everything a change must pass; PYTHON may point to any environment with the dev extra installed.
PYTHON ?= .venv/bin/python

.PHONY: check quick format lint types imports tests docs ci

check: format lint types imports tests

quick:  # under a minute
	$(PYTHON) -m pytest -m "not slow"

format:
	$(PYTHON) -m ruff format --check .

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

imports:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

tests:
	$(PYTHON) -m pytest

docs:
	$(PYTHON) docs/cli.py > docs/cli.md
	$(PYTHON) docs/readme.py
	$(PYTHON) docs/screenshot.py

ci:
	.ci/run
