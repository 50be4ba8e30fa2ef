package ssm

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// FuzzDecode checks that decoding never panics, and that what it accepts encodes to what decodes the same.
func FuzzDecode(f *testing.F) {
	good := message{
		kind: outputStream, created: time.UnixMilli(1_700_000_000_000), sequence: 7, flags: syn, id: newUUID(), payloadType: outputPayload,
		payload: []byte("hello"),
	}.encode()
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(good[:payloadAt])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, frame []byte) {
		m, err := decode(frame)
		if err != nil {
			return
		}
		again, err := decode(m.encode())
		if err != nil {
			t.Fatal(err)
		}
		same := again.kind == m.kind && again.created.Equal(m.created) && again.sequence == m.sequence &&
			again.flags == m.flags && again.id == m.id && again.payloadType == m.payloadType && bytes.Equal(again.payload, m.payload)
		if !same {
			t.Errorf("%+v became %+v", m, again)
		}
	})
}

// official is a frame that the official client's own code wrote.
const official = "000000746f75747075745f73747265616d5f646174612020202020202020202020202020000000010000018bcfe5687b000000000000000100000000" +
	"000000008123456789abcdef0123456789ab4def2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b98240000000100000005" +
	"68656c6c6f"

func TestFrameIsTheOfficialOne(t *testing.T) {
	frame, _ := hex.DecodeString(official)
	m, err := decode(frame)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.TrimSpace(fmt.Sprintln(m.kind, m.created.UnixMilli(), m.sequence, m.flags, m.id, m.payloadType, string(m.payload)))
	if want := "output_stream_data 1700000000123 1 0 01234567-89ab-4def-8123-456789abcdef 1 hello"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if again := m.encode(); !bytes.Equal(again, frame) {
		t.Errorf("encoded to\n%x, want\n%x", again, frame)
	}
}

func TestDecodeRefusesWhatDoesNotFit(t *testing.T) {
	good := message{kind: outputStream, created: time.Now(), payload: []byte("hello")}.encode()
	for name, x := range map[string]struct {
		spoil func([]byte) []byte
		want  error
	}{
		"short":   {func(b []byte) []byte { return b[:119] }, errShort},
		"header":  {func(b []byte) []byte { b[3]++; return b }, errHeader},
		"length":  {func(b []byte) []byte { return append(b, 0) }, errLength},
		"payload": {func(b []byte) []byte { b[payloadAt]++; return b }, errDigest},
		"digest":  {func(b []byte) []byte { b[digestAt]++; return b }, errDigest},
	} {
		if _, err := decode(x.spoil(bytes.Clone(good))); !errors.Is(err, x.want) {
			t.Errorf("%s: got %v, want %v", name, err, x.want)
		}
	}
}
