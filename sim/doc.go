// Package sim is a simulated CodeCatalyst: an http.Handler over a seeded, living world of spaces, projects, dev
// environments and sessions, with the sign-in service (SSO OIDC) beside it. It reads requests as strictly as AWS's
// service models are written and refuses what they do not allow, and it can be told to fail in every way a service does.
//
// It is a second reading of those models: it imports the standard library only and nothing of catwatch, so that a
// mistake there does not meet its own mirror image here.
//
// A World has no goroutines and no timers of its own. Its state at a moment is worked out when somebody asks, from the
// seed, the clock it was given, and what was done to it; so it can live inside a testing/synctest bubble, and two worlds
// with equal seeds and clocks are equal. All methods may be called from any goroutine.
package sim
