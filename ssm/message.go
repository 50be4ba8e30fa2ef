package ssm

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"time"
)

// Message types (smp message/clientmessage.go, ssa agent/session/contracts/model.go).
const (
	inputStream      = "input_stream_data"
	outputStream     = "output_stream_data"
	acknowledge      = "acknowledge"
	channelClosed    = "channel_closed"
	startPublication = "start_publication"
	pausePublication = "pause_publication"
)

// payloadType is the type of a payload in the input and output streams.
type payloadType uint32

const (
	outputPayload     payloadType = 1 // bytes of input or output
	sizePayload       payloadType = 3
	handshakeRequest  payloadType = 5
	handshakeResponse payloadType = 6
	handshakeComplete payloadType = 7
	challengeRequest  payloadType = 8
	challengeResponse payloadType = 9
	flagPayload       payloadType = 10
	stderrPayload     payloadType = 11
	exitCodePayload   payloadType = 12
)

// Values of a flag payload, a big-endian uint32.
const (
	terminateSession   = 2
	connectToPortError = 3
)

// Bits of the flags field. Acknowledgements set both.
const (
	syn uint64 = 1 << iota // the first message of a stream
	fin                    // the last message of a stream
)

// Offsets in a frame: a header of 116 bytes, the payload length, the payload. All numbers are big-endian.
const (
	typeAt     = 4
	typeLen    = 32
	schemaAt   = 36
	createdAt  = 40
	sequenceAt = 48
	flagsAt    = 56
	idAt       = 64
	digestAt   = 80
	payTypeAt  = 112
	lengthAt   = 116
	payloadAt  = 120
)

// maxFrame is the size limit of received frames, in bytes. Agents send payloads of 1 KiB.
const maxFrame = 1 << 20

// message is a decoded frame. The payload is not copied from the frame.
type message struct {
	kind        string
	created     time.Time // millisecond precision
	sequence    int64
	flags       uint64
	id          uuid
	payloadType payloadType
	payload     []byte
}

var (
	errShort  = errors.New("the frame is shorter than its header")
	errHeader = errors.New("the frame's header is not 116 bytes long")
	errLength = errors.New("the payload length in the header is wrong")
	errDigest = errors.New("the payload does not match its SHA-256")
)

// decode parses a frame and checks its lengths and the digest of its payload.
func decode(frame []byte) (message, error) {
	if len(frame) < payloadAt {
		return message{}, errShort
	}
	if binary.BigEndian.Uint32(frame) != lengthAt {
		return message{}, errHeader
	}
	m := message{
		kind:        string(bytes.Trim(frame[typeAt:typeAt+typeLen], "\x00 ")),
		created:     time.UnixMilli(int64(binary.BigEndian.Uint64(frame[createdAt:]))),
		sequence:    int64(binary.BigEndian.Uint64(frame[sequenceAt:])),
		flags:       binary.BigEndian.Uint64(frame[flagsAt:]),
		id:          uuidFrom([16]byte(frame[idAt:])),
		payloadType: payloadType(binary.BigEndian.Uint32(frame[payTypeAt:])),
		payload:     frame[payloadAt:],
	}
	if uint64(binary.BigEndian.Uint32(frame[lengthAt:])) != uint64(len(m.payload)) {
		return message{}, errLength
	}
	if sha256.Sum256(m.payload) != [sha256.Size]byte(frame[digestAt:]) {
		return message{}, errDigest
	}
	return m, nil
}

// encode returns a frame with a copy of the payload.
func (m message) encode() []byte {
	frame := make([]byte, payloadAt+len(m.payload))
	binary.BigEndian.PutUint32(frame, lengthAt)
	for i := range frame[typeAt : typeAt+typeLen] {
		frame[typeAt+i] = ' '
	}
	copy(frame[typeAt:typeAt+typeLen], m.kind)
	binary.BigEndian.PutUint32(frame[schemaAt:], 1)
	binary.BigEndian.PutUint64(frame[createdAt:], uint64(m.created.UnixMilli()))
	binary.BigEndian.PutUint64(frame[sequenceAt:], uint64(m.sequence))
	binary.BigEndian.PutUint64(frame[flagsAt:], m.flags)
	id := m.id.wire()
	copy(frame[idAt:], id[:])
	digest := sha256.Sum256(m.payload)
	copy(frame[digestAt:], digest[:])
	binary.BigEndian.PutUint32(frame[payTypeAt:], uint32(m.payloadType))
	binary.BigEndian.PutUint32(frame[lengthAt:], uint32(len(m.payload)))
	copy(frame[payloadAt:], m.payload)
	return frame
}

// uuid is a UUID in the byte order of its text form. On the wire, the two halves are swapped.
type uuid [16]byte

func newUUID() uuid {
	var u uuid
	_, _ = rand.Read(u[:]) // never fails
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u
}

func uuidFrom(wire [16]byte) uuid {
	var u uuid
	copy(u[:8], wire[8:])
	copy(u[8:], wire[:8])
	return u
}

func (u uuid) wire() [16]byte { return uuidFrom(u) }

func (u uuid) String() string {
	var text [36]byte
	hex.Encode(text[0:], u[0:4])
	hex.Encode(text[9:], u[4:6])
	hex.Encode(text[14:], u[6:8])
	hex.Encode(text[19:], u[8:10])
	hex.Encode(text[24:], u[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}
