// Package filter is the language in which rows are looked for, on the screen, on the command line and in rules:
//
//	status:running,starting !owner:ada type>=large age>2h "two words"
//
// Everything separated by blanks must hold. A plain word is looked for in all that a row shows. A term is a field, an
// operator (: = != < <= > >=) and a value; alternatives are joined by commas; a ! before a word or a term turns it
// round; quotes hold blanks, commas and marks together, with \ before a quote or a \ inside them. Letter case never
// matters, in any script.
//
//   - Text (space project env id alias status owner repo branch ide vpc): ":" finds a part, "=" and "!=" the whole;
//     vpc="" finds the rows without one.
//   - type: as text, and by size: type:large is no xlarge, and type>=medium knows the order.
//   - sessions: a count. timeout: minutes or a length of time; 0 and never are one, and never is longer than any length.
//   - Lengths of time (age started updated unused fresh), as in 90s 15m 2h 3d 1w 1h30m: how long ago a session started
//     (age, started), an environment was updated or was last used, and the list was read. Equality holds to the smallest unit
//     written: age:2h is all from 2h to just below 3h.
//
// A number that a row does not know fails every term, and so matches every term turned round by "!".
//
// The package knows no rows: what the words and numbers of one are is said by its Row. It keeps no state, reads no
// clock and does no I/O. A *Filter never changes once parsed and may be used by several goroutines; nil is the empty one.
package filter
