// Package auth owns the identity that catwatch uses: the profile in ~/.aws/config, its sso-session, the bearer token in
// the AWS CLI's cache with its expiry and refresh, signing in and out, and the HTTP client for the API and the sign-in
// service. No other package knows where a token comes from.
//
// It shares its files with the AWS CLI: either program may sign in, refresh or sign out at any time, and the other
// carries on. Failures are a *Problem, which explains itself in one sentence and, where that helps, gives the lines to
// add to ~/.aws/config. The only secret that leaves the package is the token itself, to the SDK: values that hold a
// secret print as "[redacted]".
//
// It never calls CodeCatalyst, draws nothing, and does not know which key signs in.
package auth
