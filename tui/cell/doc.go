// Package cell writes frames cell by cell: the canvas that counts them, the widths of texts, and rectangles. It knows styles
// but neither tables nor the model.
package cell
