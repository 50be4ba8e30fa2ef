// Package auth owns who is asking: the profile of ~/.aws/config, its sso-session, the bearer token in the AWS CLI's
// cache, the clock that token runs by, and signing in and out. Nothing else knows how a token comes to be.
//
// It shares its files with the AWS CLI: either may sign in, refresh or sign out under the other's feet, and both go on.
// What goes wrong is a *Problem, which says it in a sentence and, where that helps, gives the lines for ~/.aws/config.
// No secret leaves the package but the token itself, to the SDK: values that hold one print as "[redacted]".
//
// It does not ask CodeCatalyst anything, it draws nothing, and it does not know which key signs in.
package auth
