# What developers run by hand. .ci/run is what has to pass.

.PHONY: test ci bench bench-fetch pictures

test:
	go test ./...

ci:
	.ci/run

# All Go benchmarks.
bench:
	go test -run '^$$' -bench . ./...

# How near reading everything comes to its bound: on services that throttle, in virtual time; on one that takes 80 ms a
# call, in virtual time and over TLS in real time; and with one answer in twenty failing.
bench-fetch:
	@go test ./fetch -count=1 -parallel 1 -v -run 'TestOnceReadsTheWholeTree|TestThrottledServiceIsReadAtItsRate|TestOnceIsExactThoughAnswersFail' | sed -n 's/^ *[a-z]*_test.go:[0-9]*: //p'
	@go test ./fetch -count=1 -run '^$$' -bench 'OverTLS|Memory|Apply' -benchtime 1x | grep '^Benchmark'

# The README's pictures, from the demo in an emulated terminal.
pictures:
	go build -o catwatch .
	go run ./docs/pictures
