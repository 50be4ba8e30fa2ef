// Package fetch reads CodeCatalyst: it owns the pagination, scheduling, limiting and retrying of every call, the conversion
// of answers to the values of fetch/types, and the classification of errors. Every string from the service passes
// types.Clean here, and no type of the SDK leaves the package except the client.
//
// It does not own the token (package auth does) or what is known so far (fetch/inventory does), and knows nothing of the
// screen. Reading makes list and get calls only: it opens no session and extends no time-out. Calls that change something
// are made by their callers, through Do.
package fetch
