# The commands of everyday work. Nothing here is needed to build or to test:
# go run ./cmd/dragoman and go test ./... do both.

FUZZTIME ?= 10s

.PHONY: build test lint race fuzz bench gold update ci

build:            ## one binary, bin/dragoman
	go build -o bin/dragoman ./cmd/dragoman

test:             ## the whole test suite
	go test ./...

lint:             ## what .golangci.yml asks
	golangci-lint run ./...

race:             ## the tests under the race detector
	go test -race -short ./...

fuzz:             ## a while for each fuzz target: make fuzz FUZZTIME=1m
	.ci/fuzz $(FUZZTIME)

bench:            ## speed of every package
	go test -run '^$$' -bench . -benchmem ./...

gold:             ## the accuracy tables
	go test ./align ./internal/segment ./internal/lexicon -run 'Gold|Scores|Retrieval' -v

update:           ## rewrite the golden files after a change that was meant
	go test ./... -update

ci:               ## everything a change must pass
	.ci/run
