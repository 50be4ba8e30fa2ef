// Package inventory holds everything that has been read so far and answers questions about it: lists, totals, freshness,
// how each dev environment is used, and the rows that filters match. An Inventory is a plain value without goroutines and
// without a clock; the time comes with each event. It reads nothing itself.
package inventory
