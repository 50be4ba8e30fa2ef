// Package styles owns every visual choice: colours, weights, glyphs and frames, once, for dark and light backgrounds, for
// sixteen colours and for none. It knows nothing of what is shown; a Role says what a piece of text means and a Surface
// what it lies on.
package styles
