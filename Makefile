# Every command sets up what it needs; nothing has to be run first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PG ?= embedded
WORKERS ?= 3
SUITE ?=

.PHONY: setup run test check bench screenshots package try-package bench-start wheel lock clean

setup: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Vetka needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	$(BIN)/python -m tools.system_packages
	touch $(STAMP)

run: setup
	$(BIN)/python -m tools.system_packages
	$(BIN)/vetka run

test: setup
	VETKA_TEST_SERVER=$(PG) QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(SUITE)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m benchmarks

screenshots: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tools.screenshots docs/screenshots

# The program as a folder, dist/vetka, and on Debian the .deb of it. Qt's helpers for windows go along, so they are needed.
package: setup
	DISPLAY=$${DISPLAY:-:0} $(BIN)/python -m tools.system_packages
	$(BIN)/pyinstaller --noconfirm --log-level ERROR build.spec
	if command -v dpkg-deb >/dev/null; then $(BIN)/python -m tools.debian_package dist/vetka; fi

try-package: setup
	$(BIN)/python -m tools.try_package dist

# Size, start and memory of what `make package` made, beside a bare window frozen the same way. Needs xvfb and xdotool.
bench-start: setup
	$(BIN)/python -m benchmarks.start

wheel: setup
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

# Renews the two lock files; no registry address is written into them.
PIP_COMPILE := $(BIN)/pip-compile --quiet --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	--generate-hashes --allow-unsafe --strip-extras
lock:
	$(PIP_COMPILE) --output-file requirements.lock pyproject.toml
	$(PIP_COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis
