# Set-up is make alone: `make demo` or `make test` from a fresh clone. Needs Python >= 3.11 and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UPGRADE ?=
PORT = 8000

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_ROOT_USER_ACTION := ignore

SAY := @printf '\033[1m==>\033[0m %s\n'
INSTALL := $(BIN)/python -m pip install -qq
FAST := not slow and not browser and not trials

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test trials check static bench templates messages rules openapi screens lock clean

help:
	@printf 'make demo    install what is needed to run, then start the demo (PORT=8001: on another port)\n'
	@printf 'make test    install everything, then run all tests but the trials\n'
	@printf 'make trials  what is tried with many more examples than make test has time for: before a release\n'
	@printf 'make check   format, lint, types, layers and the fast tests: before every commit\n'
	@printf 'make static  the part of check that runs no tests, but collects them: a broken import in one fails\n'
	@printf 'make bench   measure\n'
	@printf 'make templates  bring the templates into their form\n'
	@printf 'make messages  collect the texts of the pages, compile the German ones\n'
	@printf 'make rules     generate the pages of the rules from docs/rules.md and docs/rules.de.md\n'
	@printf 'make openapi   write the document of the API anew\n'
	@printf 'make screens   take a picture of every page (var/screens), and those that README and help show\n'
	@printf 'make lock    renew the lock files after a change of pyproject.toml (UPGRADE=--upgrade: newest versions)\n'
	@printf 'make clean   remove the environment and all caches\n'
	@printf '\nPYTHON=python3.12 make ... picks an interpreter.\n'

demo: $(VENV)/runtime.stamp
	@$(BIN)/autossa demo --port $(PORT)

test: $(VENV)/dev.stamp
	$(SAY) 'all tests but the trials'
	@$(BIN)/python -m pytest -n auto -m "not trials"

trials: $(VENV)/dev.stamp
	$(SAY) 'trials'
	@$(BIN)/python -m pytest -n auto -m trials

check: static
	$(SAY) 'fast tests'
	@$(BIN)/python -m pytest -n auto -q -m "$(FAST)"

static: $(VENV)/dev.stamp
	$(SAY) 'format'
	@$(BIN)/ruff format --quiet --check --output-format concise . || { echo 'To fix: $(BIN)/ruff format .' >&2; exit 1; }
	$(SAY) 'lint'
	@$(BIN)/ruff check --quiet --output-format concise .
	$(SAY) 'templates'
	@$(BIN)/python -m tools.templates --check
	@$(BIN)/djlint src/autossa/portal/templates --lint --quiet
	$(SAY) 'types'
	@$(BIN)/mypy --no-error-summary
	$(SAY) 'layers'
	@out=$$($(BIN)/lint-imports --no-logo) || { printf '%s\n' "$$out"; exit 1; }
	$(SAY) 'tests can be collected'
	@out=$$($(BIN)/python -m pytest --collect-only -q --no-header -p no:cacheprovider 2>&1) || { printf '%s\n' "$$out" | tail -n 60; exit 1; }

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m bench

templates: $(VENV)/dev.stamp
	@$(BIN)/python -m tools.templates

messages: $(VENV)/dev.stamp
	@$(BIN)/python -m tools.messages

rules: $(VENV)/dev.stamp
	@$(BIN)/python -m tools.rules_pages

openapi: $(VENV)/dev.stamp
	@$(BIN)/python -m tools.openapi

screens: $(VENV)/dev.stamp
	@$(BIN)/python -m tools.screens

# The runtime lock also pins what builds the package (setuptools, wheel); the dev lock holds the runtime too.
COMPILE = CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet $(UPGRADE) --generate-hashes \
	--no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe

lock: $(VENV)/dev.stamp
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo 'Locks are made with Python 3.11, the oldest we support: make clean, then PYTHON=python3.11 make lock' >&2; exit 1; }
	$(SAY) 'requirements.lock'
	@$(COMPILE) --all-build-deps --output-file requirements.lock pyproject.toml
	$(SAY) 'requirements-dev.lock'
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	@rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis src/*.egg-info
	@find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# ---------------------------------------------------------------- the environment

$(VENV)/made.stamp:
	@command -v $(PYTHON) >/dev/null 2>&1 \
		|| { echo 'No $(PYTHON) found. Auto SSA needs Python 3.11 or newer; name one: PYTHON=/path/to/python3 make' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1). Auto SSA needs Python 3.11 or newer; name one: PYTHON=python3.11 make" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo '$(PYTHON) cannot make environments. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(SAY) "making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/runtime.stamp: $(VENV)/made.stamp requirements.lock pyproject.toml
	$(SAY) 'installing the runtime (pinned, hashes checked)'
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/made.stamp requirements.lock requirements-dev.lock pyproject.toml
	$(SAY) 'installing runtime and development tools (pinned, hashes checked; a minute or so)'
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $(VENV)/runtime.stamp $@
