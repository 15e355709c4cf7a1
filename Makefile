# `make` prints this file's own list; that list is the manual.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test lint types docs web bundle validators promises commands api-types unit browser faults hostile bench format system clean

BIN := .venv/bin
PYTHON = $$(scripts/find-python)
COVERAGE ?= 90
WORKERS ?= 3
TESTS ?= tests
PORT ?= 8000

help: ## this list
	@echo 'Nothing but Python 3.11 or newer, with pip, has to be there.'
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

run: setup bundle ## set up, then run the engine and its web UI with two sample cases reviewed; prints its address
	$(BIN)/priorauth serve --sample --port $(PORT)

test: setup system lint types docs web validators browser unit ## everything that must hold before a change lands

setup: ## install the locked dependencies into .venv (and uv into .uv where there is none)
	@python=$(PYTHON) && "$$python" scripts/setup.py

lint: setup ## format and style of code and rules; how long functions are; how often a dictionary is asked by a string
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python scripts/figures.py
	$(BIN)/priorauth rules format --check skills

types: setup ## pyright, strict, over the whole tree
	$(BIN)/pyright

docs: setup ## links, commands and make targets named in the documentation exist
	$(BIN)/python scripts/check_docs.py

web: setup ## the web UI: type check, linter, unit tests, and the bundle the server serves
	$(BIN)/python scripts/build_frontend.py --check

validators: setup ## the FHIR validators from npm, locked, that judge what the FHIR door answers
	$(BIN)/python -m scripts.fhir_validators

promises: setup ## write docs/promises.md anew after tests/promises/promises.toml has changed
	$(BIN)/python -m scripts.promises

commands: setup ## write docs/commands.md anew after a command or an option has changed
	$(BIN)/python -m scripts.commands

bundle: setup ## the bundle of the web UI, where its sources have changed; without it the engine still serves its API
	@$(BIN)/python scripts/build_frontend.py || echo 'The web UI could not be built (above); the engine starts without it.'

api-types: setup ## write the API's description and the UI's types anew after the API has changed
	$(BIN)/priorauth openapi > frontend/openapi.json
	$(BIN)/python scripts/build_frontend.py --api

unit: setup ## the tests alone: make unit TESTS=tests/priorauth WORKERS=2 COVERAGE=0
	$(BIN)/pytest -n $(WORKERS) -m "not browser" --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE) $(TESTS)

browser: setup ## the tests that drive a real browser; in a process of their own, since the driver keeps an event loop
	$(BIN)/pytest tests/browser

pictures: setup ## draw the pictures of the documentation anew, into docs/pictures
	PICTURES=docs/pictures $(BIN)/pytest tests/browser/test_pictures.py

faults: setup ## kill workers a thousand times on each database, freeze them, restart the database; takes half an hour
	FAULT_KILLS=125 FAULT_RUNS=8 $(BIN)/pytest -n 4 tests/faults

hostile: setup ## 10,000 hostile bodies, and every operation of the API asked 50 times as described and otherwise
	HOSTILE_BODIES=10000 DESCRIBED_EXAMPLES=50 $(BIN)/pytest --timeout 3600 tests/hostile

bench: setup ## measure every bar of speed on this machine, idle, and write docs/benchmarks.md; takes many minutes
	$(BIN)/python -m scripts.bench

format: setup ## write the code and the rules the way the linter wants them
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/priorauth rules format skills

system: ## programs of the operating system that some tests need; installs them where CI is set
	@python=$(PYTHON) && "$$python" scripts/system_packages.py

clean: ## remove what the targets above have made
	rm -rf .venv .uv .node frontend/node_modules orchestrator/web .pytest_cache .ruff_cache .hypothesis .coverage htmlcov dist build
