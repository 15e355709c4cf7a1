# `make` prints this file's own list; that list is the manual.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test lint types docs unit format system clean

BIN := .venv/bin
PYTHON = $$(scripts/find-python)
COVERAGE ?= 60
WORKERS ?= 2
TESTS ?= tests
PORT ?= 8000

help: ## this list
	@echo 'Nothing but Python 3.11 or newer, with pip, has to be there.'
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: setup ## set up, then run the engine with two sample cases reviewed; prints its address
	$(BIN)/priorauth serve --sample --port $(PORT)

test: setup system lint types docs unit ## everything that must hold before a change lands

setup: ## install the locked dependencies into .venv (and uv into .uv where there is none)
	@python=$(PYTHON) && "$$python" scripts/setup.py

lint: setup ## format and style; how long functions are; how often a dictionary is asked by a string
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python scripts/figures.py

types: setup ## pyright, strict, over the whole tree
	$(BIN)/pyright

docs: setup ## links, commands and make targets named in the documentation exist
	$(BIN)/python scripts/check_docs.py

unit: setup ## the tests alone: make unit TESTS=tests/priorauth WORKERS=2 COVERAGE=60
	$(BIN)/pytest -n $(WORKERS) --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE) $(TESTS)

format: setup ## write the code the way the linter wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

system: ## programs of the operating system that some tests need; installs them where CI is set
	@python=$(PYTHON) && "$$python" scripts/system_packages.py

clean: ## remove what the targets above have made
	rm -rf .venv .uv .pytest_cache .ruff_cache .hypothesis .coverage htmlcov dist build
