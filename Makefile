# Two commands from a fresh clone: `make run` starts the app, `make test` checks everything.
# Both make a .venv on first use, and install again only when pyproject.toml or constraints.txt change.

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11

# A HOST that some shells export must not open the app to the network: only `make run HOST=…` does.
host := $(if $(and $(filter command,$(origin HOST)),$(HOST)),--host $(HOST))

.DEFAULT_GOAL := help
.PHONY: help run test test-all format clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

run: $(VENV)/ready-to-run ## start the app on this machine (HOST=0.0.0.0: for phones in the same network too)
	@$(BIN)/curtain run $(host)

test: $(VENV)/ready-to-test ## lint, types, import contracts, unit, page and browser tests
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.run_all

test-all: $(VENV)/ready-to-test ## the same, with the long tests
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.run_all --long

format: $(VENV)/ready-to-test ## lay out the code and mend what the linter can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## remove .venv and what the tools left behind
	rm -rf $(VENV) build test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@for python in $(PYTHONS); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Curtain needs Python 3.11 or newer; looked for: $(PYTHONS)." >&2; \
	  echo "Install one (on Debian and Ubuntu: apt install python3 python3-venv) and try again." >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$found --version)"; \
	$$found -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "No virtual environment could be made; on Debian and Ubuntu: apt install python3-venv" >&2; \
	  exit 1; \
	}

# uv is many times faster where it is at hand; pip is always there.
define install
	@echo "Installing what Curtain needs $(1); this takes a minute the first time"
	@if command -v uv >/dev/null; then \
	  uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.$(2)'; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.$(2)'; \
	fi
endef

$(VENV)/ready-to-run: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,to run)
	@touch $@

$(VENV)/ready-to-test: pyproject.toml constraints.txt | $(BIN)/python
	$(call install,to run and to be tested,[dev])
	@touch $@ $(VENV)/ready-to-run
