// Package table shows rows of one kind: columns that fit the width, a cursor that is a key, sorting, filtering, marks and
// a cache of rows. It draws on a canvas and knows nothing of the model or of views. Where rows come from is the business of
// whoever builds the list: from memory through Load, or from elsewhere and asynchronously through Query.
package table
