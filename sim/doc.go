// Package sim is a simulated CodeCatalyst: an http.Handler over a seeded world of spaces, projects, dev environments and
// sessions that changes by itself, together with the sign-in service (SSO OIDC). It validates requests as strictly as
// AWS's service models and rejects what they do not allow, and it can inject every kind of fault a service shows.
//
// It is a second, independent reading of those models: it imports only the standard library and nothing of catwatch, so a
// misreading in catwatch is not repeated here and shows up as a failing test.
//
// A World has no goroutines and no timers of its own. Its state is computed when a call arrives, from the seed, the clock
// it was given and the changes made to it, so it works inside a testing/synctest bubble, and two worlds with the same
// seed and clock are identical. All methods may be called from any goroutine.
//
// Where to find what: operations.go lists the API, validate.go the request shapes, request.go the parsing, wire.go the
// response shapes; get_, list_ and write_operations.go implement the operations, transitions.go and agenda.go what they
// lead to over time, activity.go what happens by itself. faults.go, quirks.go and rate_limit.go make trouble. oidc.go and
// auth_state.go are the sign-in, server.go, tls_certificate.go and aws_files.go the server that real AWS clients can use.
package sim
