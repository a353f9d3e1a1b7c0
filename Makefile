# Two commands: `make run` and `make test`. Each works from nothing but Python 3.11+.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Linux machines get a CUDA build of torch (gigabytes) from the index. This gets the CPU build instead:
#   make run EXTRA_INDEX=(the index of CPU builds that PyTorch's installation page names)
EXTRA_INDEX ?=
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt \
	$(if $(EXTRA_INDEX),--extra-index-url $(EXTRA_INDEX))
EVAL ?= ../shared/data/eval
PAIRS ?= ../shared/data/grounding
SETS_ANSWERS ?= nomiracl_ko realtimeqa_small
KILLS ?= 50
MINUTES ?= 10
SETS ?= korquad hn_ko_to_en hn_en_to_ko ars realtimeqa_small

.PHONY: run setup test lint types contracts unit fuzz format clean eval-retrieval eval-answers bench bench-questions bench-writing bench-threads crashes load calibrate eval-stories eval-grounding eval-contrast eval-writers eval-voices eval-seed proof-library prove-reindex prove-swap prove-backup

run: setup
	$(BIN)/newsdesk serve

setup: .venv/installed
	@$(BIN)/newsdesk prepare

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsdesk needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || { echo "making .venv with $(PYTHON)"; $(PYTHON) -m venv .venv; }
	@echo "installing the pinned dependencies (about 2 GB unpacked)"
	@$(PIP) -e .
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "installing the test tools"
	@$(PIP) -e '.[dev]'
	@touch $@

test: setup lint types contracts unit

lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/installed-dev
	$(BIN)/mypy

contracts: .venv/installed-dev
	$(BIN)/lint-imports

# Two files at a time on two cores; what is in one file shares its database server and browser.
unit: .venv/installed-dev setup
	$(BIN)/pytest -n auto --dist loadfile

# The local API under requests drawn from its own description, so many for each operation.
fuzz: .venv/installed-dev
	FUZZ_EXAMPLES=$(or $(EXAMPLES),300) $(BIN)/pytest -q tests/pages/test_api_fuzz.py

format: .venv/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval-retrieval: setup
	@mkdir -p build
	@for set in $(SETS); do echo "== $$set"; $(BIN)/newsdesk eval retrieval --corpus $(EVAL)/$$set/corpus.jsonl.gz \
		--questions $(EVAL)/$$set/questions.jsonl.gz --out build/retrieval-$$set.json > /dev/null && \
		$(BIN)/python tests/evals/table.py build/retrieval-$$set.json; done

eval-answers: setup
	@mkdir -p build
	@for set in $(SETS_ANSWERS); do echo "== $$set"; $(BIN)/newsdesk eval answers \
		--corpus $(EVAL)/$$set/corpus.jsonl.gz --questions $(EVAL)/$$set/questions.jsonl.gz \
		--out build/answers-$$set.json > /dev/null && $(BIN)/python tests/evals/table.py build/answers-$$set.json; done

bench: .venv/installed-dev setup
	$(BIN)/python tests/benchmarks/search.py

bench-questions: .venv/installed-dev setup
	PYTHONPATH=tests $(BIN)/python tests/benchmarks/questions.py

bench-writing: .venv/installed-dev setup
	PYTHONPATH=tests $(BIN)/python tests/benchmarks/writing.py

bench-threads: .venv/installed-dev setup
	PYTHONPATH=tests:. $(BIN)/python tests/benchmarks/threads.py

# A GeekNews page as copied text, and 40 questions about it.
SEED ?= ../shared/seed/geeknews-openai-code-red.txt
eval-seed: .venv/installed-dev setup
	PYTHONPATH=tests:. $(BIN)/python tests/evals/seed.py $(SEED)

eval-grounding: setup
	@mkdir -p build
	@for set in $(PAIRS)/*.jsonl.gz; do $(BIN)/newsdesk eval grounding --pairs $$set --out build/grounding.json > /dev/null && \
		$(BIN)/python tests/evals/table.py build/grounding.json $$(basename $$set .jsonl.gz); done

eval-stories: .venv/installed-dev setup
	$(BIN)/python tests/evals/stories.py

eval-contrast: .venv/installed-dev setup
	$(BIN)/python tests/evals/contrast.py

eval-voices: .venv/installed-dev
	$(BIN)/python tests/evals/voices.py

# The data folders are left behind by `newsdesk eval answers --data-dir`.
eval-writers: .venv/installed-dev setup
	@for set in $(SETS_ANSWERS); do echo "== $$set"; $(BIN)/newsdesk eval answers --limit 1 --corpus $(EVAL)/$$set/corpus.jsonl.gz \
		--questions $(EVAL)/$$set/questions.jsonl.gz --data-dir build/data-$$set > /dev/null && PYTHONPATH=tests \
		$(BIN)/python tests/evals/writers.py build/data-$$set $(EVAL)/$$set/questions.jsonl.gz 25 0; done

crashes: .venv/installed-dev setup
	PYTHONPATH=tests:. $(BIN)/python tests/platforms/crashes.py $(KILLS)

load: .venv/installed-dev setup
	PYTHONPATH=tests:. $(BIN)/python tests/platforms/load.py $(MINUTES)

# Ten thousand real documents, indexed once; what follows works on copies of it. QUESTIONS: JSON Lines.
PROOF ?= build/proof
QUESTIONS ?= $(EVAL)/korquad/questions.jsonl.gz
proof-library: .venv/installed-dev setup
	@test -d $(PROOF)/data || { $(BIN)/python tests/proofs/corpus.py $(EVAL)/.. $(PROOF)/corpus && \
		NEWSDESK_FEEDS= NEWSDESK_SAMPLES=False $(BIN)/newsdesk ingest --data-dir $(PROOF)/data $(PROOF)/corpus/*.jsonl; }

prove-reindex prove-swap prove-backup: proof-library
	PYTHONPATH=tests:. $(BIN)/python tests/proofs/$(@:prove-%=%).py $(PROOF)/data $(QUESTIONS)

calibrate: .venv/installed-dev setup
	$(BIN)/python tests/evals/calibrate.py $(or $(KEPT),-) $(TRANSLATED)

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis
