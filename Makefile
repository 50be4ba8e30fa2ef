# What developers run by hand. .ci/run is what has to pass.

.PHONY: run test quick lint fmt golden bench bench-fetch pictures ci

# The dashboard on a simulated service.
run:
	go run . --demo

# Every test.
test:
	go test ./...

# The tests for the edit loop, without those that take long.
quick:
	go test -short ./...

# Static analysis; .golangci.yml says what and why.
lint:
	go vet ./...
	$$(.ci/golangci-lint) run ./...

# Formats everything, with imports in groups.
fmt:
	$$(.ci/golangci-lint) fmt ./...

# Rewrites the expected screens and outputs in testdata. Look at the difference before you commit it.
golden:
	go test ./tui -run Golden -update

# All Go benchmarks.
bench:
	go test -run '^$$' -bench . ./...

# How near reading everything comes to its bound: on services that throttle, in virtual time; on one that takes 80 ms a
# call, in virtual time and over TLS in real time; and with one response in twenty failing.
bench-fetch:
	@go test ./fetch -count=1 -parallel 1 -v -run 'TestOnceReadsTheWholeTree|TestThrottledServiceIsReadAtItsRate|TestOnceIsExactThoughAnswersFail' | sed -n 's/^ *[a-z]*_test.go:[0-9]*: //p'
	@go test ./fetch -count=1 -run '^$$' -bench 'OverTLS|Memory|Apply' -benchtime 1x | grep '^Benchmark'

# The README's pictures, from the demo in an emulated terminal.
pictures:
	go build -o catwatch .
	go run ./docs/pictures

# Everything that continuous integration checks.
ci:
	.ci/run
