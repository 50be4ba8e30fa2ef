// Package table shows rows of one kind: columns that fit the width, a cursor that is a key, sorting, filtering, marks and
// a cache of rows. It draws through a canvas and never mentions the model; where its rows come from is told by whoever
// builds the list.
package table
