// Package filter is the language that selects rows, on the screen, on the command line and in alert rules:
//
//	status:running,starting !owner:ada type>=large age>2h "two words"
//
// A filter is a list of words and terms separated by blanks, and a row must match all of them. A plain word matches any
// text that the row shows. A term is a field, an operator (: = != < <= > >=) and a value. Commas separate alternative
// values; a ! before a word or a term negates it; quotes keep blanks, commas and operators as text, with \ before a quote
// or a \ inside them. Case never matters, in any script.
//
//   - Text (space project env id alias status owner repo branch ide vpc): ":" matches a part, "=" and "!=" the whole;
//     vpc="" matches the rows without one.
//   - type: as text, and by size: type:large does not match xlarge, and type>=medium compares sizes.
//   - sessions: a count. timeout: minutes or a duration; 0 and never are the same, and longer than any duration.
//   - Durations (age started updated unused fresh), as in 90s 15m 2h 3d 1w 1h30m: the time since a session started (age,
//     started), since an environment was updated or last used, and since the list was read. Equality is to the smallest
//     unit written: age:2h matches from 2h to just below 3h.
//
// A number that is unknown for a row fails every term, and therefore matches every term negated with "!".
//
// The package knows nothing about rows: its Row interface supplies their texts and numbers. It keeps no state, reads no
// clock and does no I/O. A *Filter is immutable and safe for concurrent use; nil is the empty filter.
package filter
