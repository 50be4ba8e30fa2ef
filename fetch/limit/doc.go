// Package limit decides when a request may go: how fast the service takes them (Pacer), how many calls a minute the
// person watching allows (Budget), whether it makes sense to ask at all while something is wrong for everybody (Breaker),
// and how long to wait after a failure (Backoff). Clock notices time that passed while nobody was watching.
//
// Everything here is a plain value without goroutines and without a clock of its own: its one owner tells it the time,
// and what became of each request as a verdict. It knows neither the requests nor the errors of the rest of the program,
// and imports the standard library only.
package limit
