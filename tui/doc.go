// Package tui owns everything on screen and every key pressed: one model over one inventory, one generic table for every
// list, one value for each view and each action, plain structs for panes and overlays. It reads nothing itself: events come
// in as messages, requests go out through the Source it was given, and it never waits for either.
//
// It does not know the SDK, the service's protocol, or how somebody signs in.
package tui
