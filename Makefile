.DEFAULT_GOAL := help
# the machine's, or the one that `make setup` puts there
UV := $(or $(shell command -v uv),.stamp/tools/bin/uv)
.PHONY: gallery messages help setup run demo test check fix schema bench screenshots

help:    ## what there is
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+): *## /\1\t/' | expand -t 13

setup:   ## install everything that running and testing need
	@python3 -m labelwright.config.install

run:     ## start on http://127.0.0.1:8000, without the demo
	@./run --no-demo

demo:    ## start with the demo projects and log-ins
	@./run

test:    ## all checks and tests
	@./test

check:   ## all checks, no tests
	@./test --only checks

fix:     ## what can be mended by a machine: lint, format, translations' order
	$(UV) run ruff check --fix
	$(UV) run ruff format
	cd frontend && npm run lint -- --fix && npm run format

schema:  ## docs/openapi.json and the front end's types, after a change of the API
	$(UV) run python manage.py write_openapi
	cd frontend && npm run api

messages: ## sentences of the server into labelwright/locale, after one was added or changed; translate what is empty, run it again
	$(UV) run python manage.py write_messages

bench:   ## figures against floors; `make bench NAMES="cycles list"` for some, docs/benchmarks.md for what they mean
	$(UV) run python -m benchmarks $(NAMES)

gallery: ## the pictures of docs/gallery.md, one of each kind of item
	$(UV) run python docs/gallery.py

screenshots: ## the pictures of docs/images, from the demo
	$(UV) run python docs/screenshots.py
