# Everything runs in .venv, which the first command makes.

PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help preview run test screenshots bench torture soak evaluate weights rarity check lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

preview: $(VENV)/preview ## try the bot in the browser, without a token
	$(BIN)/python run_bot.py preview --port $(PORT)

run: $(VENV)/run ## start the bot on Discord (needs DISCORD_TOKEN)
	$(BIN)/python run_bot.py serve

test: $(VENV)/dev ## run all tests
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 -m "not browser"
	$(BIN)/python -m pytest -m browser

screenshots: $(VENV)/dev ## draw the cards of the preview into screenshots/ (needs Chromium)
	FOOTNOTE_SCREENSHOTS=screenshots $(BIN)/python -m pytest -m browser

bench: $(VENV)/dev ## print how fast answers and refreshes are
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/speed.py
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/refreshing.py
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/hostile_files.py
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/looking_up.py
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/limiting.py --short

torture: $(VENV)/dev ## kill a process that refreshes, a thousand times, and look for losses
	PYTHONPATH=.:tests $(BIN)/python -m torture

soak: $(VENV)/dev ## compare libraries with a model in many more random histories
	FOOTNOTE_LONG=1 $(BIN)/python -m pytest tests/test_library_model.py

evaluate: $(VENV)/dev ## print how good answers are, and what each step is worth (3 minutes)
	PYTHONPATH=.:tests $(BIN)/python -m evaluation

weights: $(VENV)/dev ## fit the weights of ranking and confidence again
	PYTHONPATH=.:tests $(BIN)/python -m evaluation.weights

rarity: $(VENV)/dev ## make the table of how rare words are again
	PYTHONPATH=.:tests $(BIN)/python -m evaluation.rarity

check: $(VENV)/dev ## lint, format, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lock: $(VENV)/dev ## pin every dependency again, with hashes
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --extra preview pyproject.toml -o requirements-preview.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --extra preview --extra dev pyproject.toml -o requirements-dev.txt

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/run: requirements.txt
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(PIP) -r $<
	touch $@

$(VENV)/preview: requirements-preview.txt
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(PIP) -r $<
	touch $@

$(VENV)/dev: requirements-dev.txt
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(PIP) -r $<
	touch $@
