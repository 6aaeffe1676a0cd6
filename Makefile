# Everything a newcomer types. `make demo` and `make test` work on a bare Debian 12 with Swift 6.2 or later.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PREFIX ?= /usr/local
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
SWIFT_FLAGS := --explicit-target-dependency-import-check error
SHERIFF := .build/release/sheriff
# Which random programs and histories the long proofs run over: `make test-all SEED=$$RANDOM` runs over others.
SEED := 20261121

# What sheriff is built with and run with, what its tests start, and what the heavy tests add.
PACKAGES := libcsv-dev libyajl-dev libpq-dev zlib1g-dev libzstd-dev libxgboost-dev libsqlite3-dev libopenblas-dev libmicrohttpd-dev librdkafka-dev \
  libcurl4-openssl-dev libxlsxwriter-dev libcairo2-dev libpango1.0-dev fonts-dejavu-core
TEST_PACKAGES := postgresql gzip zstd openssl python3-openpyxl poppler-utils
HEAVY_PACKAGES := chromium openjdk-17-jre-headless python3-venv zsh fish mandoc

define install_packages
	@missing="$$(for package in $(1); do dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done)"; \
	if [ -n "$$missing" ]; then \
	  echo "installing Debian packages:" $$missing; \
	  $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

.PHONY: help deps deps-test deps-heavy build demo test test-all lint format bench bench-forest accuracy docs golden install clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

deps: ## install the Debian packages that sheriff is built with
	$(call install_packages,$(PACKAGES))

deps-test: deps
	$(call install_packages,$(TEST_PACKAGES))

deps-heavy: deps-test ## install what the heavy tests add: a browser, Java, DuckDB, Spark and notebooks for Python, promtool
	$(call install_packages,$(HEAVY_PACKAGES))
	Tests/RuleSQLTests/environments.sh duckdb spark
	Tests/NotebooksTests/environment.sh
	Tests/MetricsTests/promtool.sh

build: deps ## build the executable, .build/release/sheriff
	swift build -c release --product sheriff $(SWIFT_FLAGS)

demo: build ## the whole story on the sample history; says where to look
	@rm -rf demo && $(SHERIFF) demo --out demo

test: deps-test ## the core's tests, with a real PostgreSQL; what failed is said again at the end
	swift build --build-tests $(SWIFT_FLAGS)
	set -o pipefail; swift test --skip-build --disable-xctest 2>&1 | tee .build/tests.log || { grep -A 6 '✘' .build/tests.log; exit 1; }

# TESTED=yes where the core's tests have just passed on these very sources.
test-all: $(if $(TESTED),deps-test,test) deps-heavy ## the core's tests and the heavy ones: a real browser, DuckDB and Spark, long fuzzing
	SHERIFF_HEAVY=1 SHERIFF_FUZZ_SECONDS=60 swift test --skip-build --disable-xctest --filter 'agreeOnEverything|mutatedLines|everyByte|anyFileIsSafe|GrammarsSentences|Heavy'
	SHERIFF_HEAVY=1 SHERIFF_SQL_PAIRS=300 SHERIFF_SEED=$(SEED) swift test --skip-build --disable-xctest --filter 'postgresAgrees|heavyDuckDBAgrees'
	SHERIFF_HEAVY=1 SHERIFF_SQL_PAIRS=60 SHERIFF_SEED=$(SEED) swift test --skip-build --disable-xctest --filter heavySparkAgrees
	SHERIFF_PAIRS=10000 SHERIFF_SEED=$(SEED) swift test --skip-build --disable-xctest --filter allExecutorsAgree

lint: ## format, warnings as errors, house rules
	swift format lint --strict --recursive --parallel Sources Tests Package.swift
	swift build --build-tests $(SWIFT_FLAGS)
	swift test --skip-build --disable-xctest --filter HouseTests

format: ## rewrite the sources in the house's format
	swift format --in-place --recursive --parallel Sources Tests Package.swift

bench: build ## reading files against polars and DuckDB, in one run
	Benchmarks/reading/run.sh
	Benchmarks/rules/run.sh
	Benchmarks/engine/run.sh
	Benchmarks/snapshot/run.sh
	Benchmarks/alerts/run.sh

bench-forest: deps ## scoring, explaining and loading a forest against XGBoost's own library, on one core
	Benchmarks/forest/run.sh

accuracy: build ## write docs/accuracy.md: how right the rules are over many simulated companies
	$(SHERIFF) evaluate matrix --settings 16 --seed 20261121 --as-stream --models --jobs 2 --out docs/accuracy.md

docs: build ## write the pages that are made from the code
	$(SHERIFF) docs reference > docs/reference.md
	$(SHERIFF) docs diagnostics --out docs/diagnostics
	$(SHERIFF) docs functions > docs/functions.md
	$(SHERIFF) docs man > deploy/man/sheriff.1
	for shell in bash zsh fish; do $(SHERIFF) docs completions $$shell > deploy/completions/sheriff.$$shell; done
	$(SHERIFF) rules lock rules

golden: ## record the golden files anew; look at the difference before you commit it
	-SHERIFF_RECORD=1 swift test --disable-xctest

install: build ## put the executable and the rules under PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/sheriff
	install -m 755 $(SHERIFF) $(DESTDIR)$(PREFIX)/bin/sheriff
	cp -r rules $(DESTDIR)$(PREFIX)/share/sheriff/
	install -D -m 644 deploy/man/sheriff.1 $(DESTDIR)$(PREFIX)/share/man/man1/sheriff.1
	install -D -m 644 deploy/completions/sheriff.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/sheriff
	install -D -m 644 deploy/completions/sheriff.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_sheriff
	install -D -m 644 deploy/completions/sheriff.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/sheriff.fish

clean: ## remove what was built
	rm -rf .build
