// Package ssm is the client side of an AWS Systems Manager session channel. It connects to the stream URL that
// StartDevEnvironmentSession returns: Dial opens the websocket, sends the token, answers the agent's handshake and
// returns a Channel, which carries a shell or a raw stream (ssh) in both directions.
//
// The package owns the wire format, the handshake and reliable delivery: order, duplicates, digests, acknowledgements,
// resends, flow control and keep-alive. It does not start or stop sessions; the caller does. It does not touch the
// terminal, run programs, read environment variables or write logs. It does not reconnect, because that requires
// ResumeSession, which CodeCatalyst does not offer.
//
// Errors never contain the stream URL or the token. Text from the other side (Channel.CloseMessage, Info.Notice) is
// returned unchanged and must be cleaned before it is printed.
//
// # Sources
//
// The protocol is not documented. This package follows the source code of the official client,
// aws/session-manager-plugin ("smp" in comments: message/clientmessage.go for frames, datachannel/streaming.go for the
// exchange), and of the agent, aws/amazon-ssm-agent ("ssa": agent/session/datachannel/datachannel.go,
// agent/session/contracts/model.go). Both are licensed under Apache 2.0.
//
// The official client cannot be linked in: it writes to the standard output of the process, looks for AWS credentials
// and calls os.Exit when a session ends. Other implementations are unmaintained or unavailable as Go modules.
package ssm
