# `make setup` prepares everything under .venv, build and frontend; every other target calls it.
PYTHON ?= python3
BIN = .venv/bin
STAMP = build/.setup

.PHONY: help setup demo demo-reset test lint bench bench-large lock messages clean
help:
	@echo "make demo        set up, build the demonstration companies and serve them on http://127.0.0.1:8000"
	@echo "make demo-reset  the same, beginning anew"
	@echo "make test        set up and run every test"
	@echo "make lint        types, style, import ranks, translations"
	@echo "make bench       the benchmark table (bench-large: 100 million lines)"
	@echo "make lock        write the locked requirements anew from requirements/*.in"
	@echo "make messages    collect the strings to translate into the rooms' catalogues"
	@echo "make clean       remove what setup and the tests made; the data in var/ stays"

setup: $(STAMP)

# Installed again only when what it is made from has changed.
$(STAMP): requirements/dev.txt pyproject.toml frontend/package-lock.json frontend/icons.txt frontend/build.py \
		$(shell find tandem -name '*.po' -o -path '*/static/tandem/*' -type f 2>/dev/null)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Tandem needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || { echo "Making .venv"; $(PYTHON) -m venv .venv; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@echo "Installing Python packages"
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@echo "Building front-end files"
	@$(BIN)/python frontend/build.py
	@$(BIN)/python tools/messages.py compile
	@DJANGO_SETTINGS_MODULE=tandem.config.settings TANDEM_SECRET_KEY=build $(BIN)/python -m django collectstatic --noinput --clear -v 0
	@mkdir -p build && touch $(STAMP)

demo: setup
	@$(BIN)/tandem demo

demo-reset: setup
	@$(BIN)/tandem demo --reset

test: setup
	@$(BIN)/pytest -n 2 --dist loadgroup

lint: setup
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/messages.py check

bench: setup
	@$(BIN)/python -m bench

bench-large: setup
	@$(BIN)/python -m bench --large

# Pins follow the .in files; the lock names no registry.
lock: setup
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/dev.txt requirements/base.in -o requirements/base.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/dev.txt requirements/uv.in -o requirements/uv.txt

messages: setup
	@$(BIN)/python tools/messages.py

clean:
	@rm -rf build .venv frontend/node_modules tandem/core/static/vendor .cache
