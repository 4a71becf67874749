# The commands of onestop. Everything they need is installed into .venv, everything they make is in var/.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
# Compiled modules are kept: the stack and the tests start dozens of processes, each of which would compile them again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: demo up down run status psql test test-long backup restore version check audit docs sql bench lock release help

UV_VERSION := 0.13.9
# Only installs the lock; where it cannot be had, pip does the same, slower.
UV := .venv/bin/python -m uv
ONESTOP := PYTHONPATH=plugins:. .venv/bin/python -m embedded

demo: .venv/installed ## simulated source, embedded stack, published rankings; left running
	@$(ONESTOP) demo

up: .venv/installed ## start the embedded stack: PostgreSQL, Airflow, the page; no simulated source
	@$(ONESTOP) up

down: ## stop the embedded stack; the data stays in var/
	@if [ -e .venv/installed ]; then $(ONESTOP) down; else echo "Nothing to stop: nothing is installed here."; fi

run: .venv/installed ## start the pipeline in the running stack and wait until it is done; DAG=... starts that DAG alone
	@$(ONESTOP) run $(DAG)

status: .venv/installed ## one screen: what runs, what is stale, stuck, held or failing, and what to do
	@$(ONESTOP) status

# As typed: make must not take the dollar signs of a statement for variables of its own.
psql: export override SQL := $(value SQL)
psql: .venv/installed ## open the warehouse; SQL="..." prints the rows of one statement, PLAIN=1 without headings
	@$(ONESTOP) psql $(if $(PLAIN),--plain )"$$SQL"

test: .venv/installed-dev ## all tests
	@.venv/bin/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

test-long: .venv/installed-dev ## what is generated, at length: 100,000 malformed records
	@.venv/bin/python -m pytest --malformed 100000 --timeout 7200 tests/ingest/test_malformed.py

check: .venv/installed-dev ## lock, secrets, format, lint of Python and SQL, types and the fast tests
	@.ci/check

sql: .venv/installed ## write the statements that follow from the measures into include/sql
	@PYTHONPATH=plugins:. .venv/bin/python -m generator

docs: .venv/installed ## write docs/reference from the code, the DAG files and a migrated database
	@PYTHONPATH=plugins:. .venv/bin/python -m handbook

audit: .venv/installed-dev ## ask a service which packages of the locks have known vulnerabilities
	@.venv/bin/python .ci/audit.py

bench: .venv/installed-dev ## measure what the documents claim
	@PYTHONPATH=plugins:. .venv/bin/python -m tests.bench.reading
	@PYTHONPATH=plugins:. .venv/bin/python -m tests.bench

lock: .venv/installed ## resolve requirements*.in again; UPGRADE=1 also takes newer versions
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/python .ci/lock.py write $(if $(UPGRADE),--upgrade)

backup: .venv/installed ## save what cannot be made again, in a folder below var/backups; what runs goes on
	@$(ONESTOP) backup

restore: .venv/installed ## FROM=var/backups/... puts a backup into an empty place; `make up` goes on from there
	@$(ONESTOP) restore "$(FROM)"

version: .venv/installed ## version, schema and commit of this software
	@PYTHONPATH=plugins .venv/bin/python -m onestop --version

release: .venv/installed ## tag this commit with the version of the changelog, where all agrees
	@.venv/bin/python .ci/release.py

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

.venv/bin/python:
	@python=$$(for each in python3.11 python3 python; do \
	    $$each -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo $$each && break; done); \
	[ -n "$$python" ] || { echo "onestop needs Python 3.11 as python3.11 or python3: install it, then run make again." >&2; exit 1; }; \
	echo "virtual environment ..."; $$python -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	@echo "packages ..."
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) || true
	@$(call install,requirements.txt)
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "packages for tests and checks ..."
	@$(call install,requirements-dev.txt)
	@touch $@

install = $(UV) pip install --quiet --python .venv/bin/python --requirement $(1) \
    || { echo "uv could not install $(1), trying pip ..."; .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement $(1); }
