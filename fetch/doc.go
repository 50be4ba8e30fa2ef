// Package fetch is CodeCatalyst in plain Go values: it owns the paging, scheduling and limiting of every read, what is
// known of the service (the Inventory), and the words for what went wrong. Nothing leaves it that the service wrote and
// Clean has not seen, and no type of the SDK leaves it but the client.
//
// It does not know who is asking (package auth does), and nothing of the screen. It makes list and get calls only:
// watching opens no session and extends no time-out.
package fetch
