# Everything starts here: each target makes what it needs, beginning with a plain python3 (3.11 or newer).
# `make help` lists the targets. What is made stands in .venv, .make, dist and docs/_build; `make clean` removes it.

SHELL = /bin/sh
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV_VERSION = 0.13.9
WORKERS ?= 2
CHECK ?=
NAMES ?=

# The environment is ours alone: nothing of the caller's Python leaks in.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
export UV_PYTHON_DOWNLOADS = never
export UV_PROJECT_ENVIRONMENT = .venv
export PIP_DISABLE_PIP_VERSION_CHECK = 1

PY = .venv/bin/python
UV = .make/uv/bin/python -m uv
WEB_SOURCES = $(shell find web src/vestnik/entrypoints/web/templates -type f -not -path '*/node_modules/*' 2>/dev/null)
PO_FILES = $(shell find src -name '*.po' 2>/dev/null)

.PHONY: help demo test soak check bench docs bundle clean ready

help:  ## what can be made
	@echo 'make demo          set up and show the whole line, then serve the console (CHECK=1: without the console)'
	@echo 'make test          all tests'
	@echo 'make soak          the same tests at full depth (hours)'
	@echo 'make check         lint, format, types, layers, documentation'
	@echo 'make bench         side-by-side measurements (NAMES="accept audit": only these)'
	@echo 'make docs          the documentation, into docs/_build/html'
	@echo 'make bundle        everything for a machine without internet, into dist/bundle'
	@echo 'make clean         remove all that was made'

demo: ready  ## the demonstration
	@.venv/bin/vestnik demo $(if $(CHECK),--check)

test: ready .make/chromium  ## every promise at small depth
	@VESTNIK_CHROMIUM="$$(cat .make/chromium)" $(PY) -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder --inline-snapshot=disable $(ARGS)

soak: ready .make/chromium  ## every promise at full depth
	@VESTNIK_CHROMIUM="$$(cat .make/chromium)" VESTNIK_DEPTH=soak \
		$(PY) -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder --inline-snapshot=disable --timeout 3600 $(ARGS)

check: ready  ## lint, types, layers, docs
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache
	@$(MAKE) docs

bench: ready  ## ours beside a peer
	@$(PY) bench/run.py $(NAMES)

docs: ready  ## the documentation; a warning is an error
	@$(PY) -m sphinx -W -n -q --keep-going -b html docs docs/_build/html
	@echo 'docs/_build/html/index.html'

bundle: ready  ## for machines without internet
	@sh deploy/bundle.sh

clean:  ## remove all that was made
	rm -rf .venv .make dist docs/_build docs/reference/generated .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache web/node_modules src/vestnik/entrypoints/web/static
	find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

# --- what the targets stand on ---------------------------------------------------------------------------

ready: .make/venv .make/web .make/locale

.make/python:
	@mkdir -p .make
	@for name in "$$PYTHON" python3 python3.13 python3.12 python3.11; do \
		path=$$(command -v "$$name" 2>/dev/null) || continue; \
		"$$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$path" -c 'import sys; print(sys.executable)' > $@; exit 0; \
	done; \
	echo 'Vestnik needs Python 3.11 or newer and found none. On Debian or Ubuntu: apt-get install python3 python3-venv;' >&2; \
	echo 'or name one: make PYTHON=/path/to/python3.12 ...' >&2; exit 1

.make/uv/ready: .make/python
	@"$$(cat .make/python)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$$(cat .make/python) has no venv module. On Debian or Ubuntu: apt-get install python3-venv." >&2; exit 1; }
	@rm -rf .make/uv
	@"$$(cat .make/python)" -m venv .make/uv
	@.make/uv/bin/python -m pip install --quiet 'uv==$(UV_VERSION)' || { \
		echo 'uv could not be fetched from the package index: check the network, or pip.conf for your mirror.' >&2; exit 1; }
	@touch $@

.make/venv: .make/uv/ready pyproject.toml uv.lock
	@$(UV) sync --frozen --quiet --python "$$(cat .make/python)" || { \
		echo 'The packages of uv.lock could not be installed (see above).' >&2; exit 1; }
	@touch $@

.make/web: .make/venv $(WEB_SOURCES)
	@if [ -f web/build.py ]; then $(PY) web/build.py; fi
	@touch $@

.make/locale: .make/venv $(PO_FILES)
	@for po in $(PO_FILES); do \
		$(PY) -m babel.messages.frontend --quiet compile -i "$$po" -o "$${po%.po}.mo" || exit 1; done
	@touch $@

.make/chromium: .make/venv
	@$(PY) tests/chromium.py > $@
