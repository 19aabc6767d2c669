# Two commands to know: `make run` and `make test`. `make help` lists the rest.
# Settings: PYTHON (an interpreter, 3.11 to 3.13), PORT, ARGS (passed on to pytest, or to uv by `make lock`).

PYTHON ?= python3
PORT   ?= $(or $(DUSHU_PORT),8501)
VENV   := .venv
BIN    := $(VENV)/bin
export DUSHU_PORT := $(PORT)
unexport PYTHONDONTWRITEBYTECODE # the many processes that tests start would all compile the same again

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check lock bench system

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.run ## Set up what is missing, load the demo city into an empty home, serve on this machine (PORT=8501)
	@$(BIN)/python cli.py demo --if-empty
	@$(BIN)/python cli.py serve

# Files stay whole and in the order of their folders: the browser's tests come first, and no long one is left for the end.
test: $(VENV)/.test system ## Run all tests, those with Chromium, PostgreSQL and LibreOffice included (ARGS="-k calendar" for some of them)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.test ## Check format, style, types, import direction and the generated rules reference
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/test_structure.py tests/test_docs.py tests/metrics/examples/test_reference.py

lock: $(VENV)/.test ## Refresh requirements.txt and requirements-dev.txt (ARGS=--upgrade also moves what is not pinned by us)
	@for part in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --custom-compile-command 'make lock' $(ARGS) $$part.in -o $$part.txt || exit 1; \
	done

bench: $(VENV)/.test ## Measure intake, assessment, pages and crowds against the bare work
	@$(BIN)/python -m benchmarks $(ARGS)

system: ## Install what the tests need of the system: Chromium, Chinese fonts, PostgreSQL, LibreOffice (as root)
	@.ci/system

# pip is the last thing that venv puts in place, so a half-made environment is made again.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "Python 3.11 to 3.13 is needed, this is %d.%d: run make with PYTHON=python3.12, say." % sys.version_info[:2])'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo 'Python cannot make environments yet: run "apt-get install python3-venv" as root, then this again.' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
