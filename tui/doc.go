// Package tui owns everything on screen and every key typed at it: one model over one inventory, one generic table for
// every list, plain structs for panes and overlays. It reads nothing itself: events come in as messages, wishes go out
// through the Source it was given, and it never waits for either.
//
// It does not know the SDK, the service's protocol, or how somebody signs in.
package tui
