# `make run` and `make test` are all a newcomer needs: each prepares what it lacks first (.ci/prepare).
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
ARGS :=

.PHONY: help run test check soak lint format types contracts texts audit bench screenshots clean environment \
	window-environment test-environment

help: ## list these targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1	/p' Makefile | expand -t 12

run: environment ## start the console; where there is no display, walk through its main job here (ARGS=...)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; \
	then sh .ci/prepare window && exec $(BIN)/fracttal-console $(ARGS); \
	else case "$(ARGS)" in *--screenshots*) sh .ci/prepare window || exit;; esac; \
	exec $(BIN)/fracttal-console tour $(ARGS); fi

# One process for each core; who has done half of its share early takes from the other's. ARGS come last, so that
# `ARGS="-n0 ..."` is one process, as `--pdb` is by itself.
test: test-environment ## run the tests, real browser and real keyring included (ARGS=... for pytest)
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS)

check: lint types contracts texts audit test ## everything a change must pass

soak: test-environment ## the tests that take minutes
	@$(BIN)/pytest -m soak $(ARGS)

lint: environment ## style and likely mistakes (ruff)
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --check --quiet . || { echo 'lint: not formatted; `make format` does it'; exit 1; }
	@echo 'lint: good'

format: environment ## lay out the code as `make lint` wants it
	@$(BIN)/ruff format .

types: environment ## types (mypy, strict)
	@$(BIN)/mypy --no-error-summary && echo 'types: good'

contracts: environment ## which layer may import which (import-linter)
	@$(BIN)/lint-imports --no-cache --no-logo

texts: environment ## no language lacks a text
	@$(BIN)/python -m fracttal_console.texts.build --check && echo 'texts: good'

audit: environment ## known holes in what is installed (pip-audit)
	@$(BIN)/python .ci/audit.py

screenshots: window-environment ## take a picture of every screen, in each language, light and dark
	@for language in en es pt_BR; do $(BIN)/fracttal-console --language $$language tour --screenshots docs/screenshots \
		|| exit; done

bench: window-environment ## measure; prints tables, judges nothing
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" $(ARGS) || exit; done

clean: ## remove .venv and everything else that was made here
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	@find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@sh .ci/prepare

window-environment:
	@sh .ci/prepare window

test-environment:
	@sh .ci/prepare tests window
