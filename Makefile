# Everything here sets itself up: a fresh machine needs Python 3.11, pip and make.
#
#   make demo     the bundled sample meeting becomes a Word file, its figures a page; and what is written of silence
#   make serve    the service, for browsers; OPTIONS="--host 0.0.0.0 --tls" for the whole building (docs/operations.md)
#   make test     all checks; brings its own browser, PostgreSQL and Node
#   make lint     style, types, import rules (part of `make test`)
#   make bench    speed, memory, bad recordings, other tools beside it (hours)
#   make train    the bundled models, from nothing (hours on 2 cores; see training/README.md)
#   make soak     the long runs: every kill, long recordings; writes docs/soak.md
#   make look     the Word file through LibreOffice, as pictures
#
# PYTHON=python3.12 make demo        another Python
# TORCH_INDEX=… make demo            an index with CPU builds of torch (see install.sh)

VENV := .venv
BIN := $(VENV)/bin
export OMP_WAIT_POLICY := PASSIVE

.PHONY: demo serve test lint bench train train-segmentation train-embedding soak look clean
.DEFAULT_GOAL := demo

$(VENV)/installed: pyproject.toml constraints.txt install.sh
	@echo "部品を用意しています（初回だけ、数分。GPU 用の torch を含むときは、回線により数十分）…"
	@./install.sh $(VENV)
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@./install.sh $(VENV) dev
	@touch $@

SAMPLE := tests/data/sample
SPEECHLESS_S := 120
demo: $(VENV)/installed
	@echo "この見本には、いつも付属の小さなモデルを使います。本来のモデルを取得してあっても、ここでは使いません。"
	@echo
	@$(BIN)/minutes transcribe $(SAMPLE)/meeting.ogg --output demo.docx --force --data build/demo \
	  --title 令和７年第３回青葉町議会定例会 --date 2025-09-09 --roster $(SAMPLE)/roster.csv
	@echo
	@$(BIN)/minutes evaluate $(SAMPLE) --data build/demo --report demo.html --with-sound --force
	@echo
	@$(BIN)/python -m benchmarks.nobody whisper-trial $(SPEECHLESS_S)
	@echo
	@echo "demo.docx を Word で、demo.html をブラウザで開いてください。"

OPTIONS :=
serve: $(VENV)/installed
	@exec $(BIN)/minutes serve $(OPTIONS)

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Three at a time, a file by one of them: much of it waits, and what a file has made serves all its tests. Their threads
# sleep where they wait for one another: spinning saves one transcription a tenth and costs three side by side a half
test: lint
	OMP_WAIT_POLICY=passive $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

LONG := build/committee/meeting.ogg
$(LONG): training/committee.py training/committee.txt training/sitting.py training/voices.py | $(VENV)/installed-dev
	$(BIN)/python -m training.committee

bench: $(VENV)/installed-dev $(LONG)
	$(BIN)/python -m benchmarks

RUN := build/training
train: $(VENV)/installed-dev
	$(BIN)/python -m training.recogniser $(RUN)/recogniser
	$(BIN)/python -m training.recogniser.export $(RUN)/recogniser $(RUN)/whisper-trial
	$(MAKE) -j 2 train-segmentation train-embedding
	$(BIN)/python -m training.diarizer folder $(RUN)/diarizer $(RUN)/diarization-trial

# Side by side, one thread each: over a third of a step is making speech, which a second thread would not shorten
train-segmentation train-embedding: train-%: $(VENV)/installed-dev
	$(BIN)/python -m training.diarizer $* $(RUN)/diarizer

soak: $(VENV)/installed-dev $(LONG)
	$(BIN)/python -m pytest -m soak --soak

look: $(VENV)/installed-dev
	$(BIN)/python -m tools.look_at_word

clean:
	rm -rf $(VENV) build *.egg-info
