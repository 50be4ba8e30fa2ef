// Package styles owns every visual choice in one place: colours, weights, glyphs and frames, for dark and light backgrounds,
// for sixteen colours and for none. It knows nothing about what is shown: a Role says what a piece of text means, and a
// Surface what background it is on.
package styles
