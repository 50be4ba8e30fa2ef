// Package types holds the values that everything else speaks of: paths, lists and their items, events, changes, errors and
// statistics. It owns the cleaning of text from outside and the JSON forms of the items. It has no clock and no goroutine,
// and imports neither the SDK nor any other package of the program.
package types
