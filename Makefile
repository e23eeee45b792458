# Sitthi. `make demo` and `make test` install what they need on a fresh Debian/Ubuntu machine (as root or with sudo).
PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python
FRAMEWORKS := tests/corpus/frameworks

.PHONY: setup demo test test-firefox test-fast test-packages corpus corpus-ledger bench lint lint-python lint-extension \
        unit package protocol docs clean

setup: $(VENV)/ready node_modules/ready

# Programs of the system first, because only one of the others could install them at a time.
build/system/ready: scripts/setup.sh
	sh scripts/setup.sh system
	mkdir -p $(@D) && touch $@

$(VENV)/ready: pyproject.toml scripts/setup.sh | build/system/ready
	PYTHON=$(PYTHON) sh scripts/setup.sh python $(VENV)
	touch $@

node_modules/ready: package.json package-lock.json scripts/setup.sh | build/system/ready
	sh scripts/setup.sh node
	touch $@

$(FRAMEWORKS)/node_modules/ready: $(FRAMEWORKS)/package.json $(FRAMEWORKS)/package-lock.json scripts/setup.sh | build/system/ready
	cd $(FRAMEWORKS) && sh $(CURDIR)/scripts/setup.sh node
	touch $@

build/frameworks: build/frameworks/ready ## log-ins and forms built with real frameworks, for the tests of the filler

build/frameworks/ready: $(FRAMEWORKS)/node_modules/ready $(shell find $(addprefix $(FRAMEWORKS)/,bundle pages shared) -type f)
	cd $(FRAMEWORKS) && node bundle/bundle.js $(CURDIR)/build/frameworks
	touch $@

demo: $(VENV)/ready    ## the whole job through the real interface, with screenshots in build/demo
	$(RUN) -m sitthi_sandbox.demo

test:                  ## everything: lint, unit, integration (real pcscd), packages (wine, Debian), end to end (real Chromium, parts in Firefox)
	$(MAKE) --no-print-directory --output-sync=target --jobs=2 setup build/frameworks
	$(RUN) scripts/lanes.py

test-packages: $(VENV)/ready ## what make test does of the packages, and whole systems: bare Debian 12 and 13 with their own browsers; downloads 500 MB each
	$(RUN) -m pytest tests/installer
	$(RUN) -m pytest tests/installer/debian/whole_systems.py

test-firefox: setup build/frameworks ## the whole end-to-end suite in Firefox ESR
	SITTHI_BROWSER=firefox $(RUN) -m pytest tests/e2e

test-fast unit: $(VENV)/ready ## the quick part, before each commit
	$(RUN) -m pytest -n 4 --dist worksteal tests/unit

corpus: $(VENV)/ready  ## the finder over the corpora against its ledger, and the fuzzer
	$(RUN) -m pytest tests/corpus

corpus-ledger: $(VENV)/ready ## rewrite the ledger with what the finder does now; read the difference
	PYTHONPATH=host:tests $(RUN) -m corpus.update

lint: lint-python lint-extension

lint-python: $(VENV)/ready
	$(VENV)/bin/ruff check host tests bench installer scripts
	$(VENV)/bin/ruff format --check host tests bench installer scripts
	$(VENV)/bin/mypy

lint-extension: node_modules/ready
	npm run --silent lint
	npm run --silent typecheck

bench: $(VENV)/ready   ## ratios in one run, as a table and build/bench.json
	$(RUN) -m bench

protocol: $(VENV)/ready ## rewrite the generated protocol document and shapes
	$(RUN) -m sitthi.messaging.document

package: $(VENV)/ready ## every package in dist: Windows MSI, Debian, extension (zip, CRX, XPI), policy templates
	$(RUN) -m installer

docs: $(VENV)/ready    ## the documentation as a site in build/site; every link and anchor is checked
	$(RUN) scripts/document_errors.py
	$(RUN) -m mkdocs build --strict --quiet

clean:
	rm -rf build dist $(VENV) node_modules $(FRAMEWORKS)/node_modules
