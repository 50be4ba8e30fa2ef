package sim

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
)

// Quirks are the ways in which lists may be other than one would like. The zero value is a service without any.
type Quirks struct {
	Only []string // the operations meant, such as "ListProjects"; none stands for all lists

	PageCap      int  // no page is longer, whatever was asked for; 0 is no cap
	EmptyEvery   int  // every so manieth page is empty and carries a token; 0 is never
	EndlessEmpty bool // after the first page empty pages with ever new tokens follow, for ever
	RepeatToken  bool // every page carries the same token
	Duplicates   bool // a page begins with the last item of the page before
	Nameless     bool // items carry neither spaceName nor projectName
	NoTimes      bool // items carry no lastUpdatedTime and no startedTime

	SpaceWide SpaceWide // what ListDevEnvironments answers without projectName
}

// SpaceWide is how the listing of a whole space's dev environments behaves, which nobody has documented.
type SpaceWide uint8

// The possible behaviours.
const (
	SpaceWideAll     SpaceWide = iota // those of all projects the caller has access to
	SpaceWideOwn                      // of these, the caller's
	SpaceWideLossy                    // all but the last environment of every project
	SpaceWideDenied                   // 403
	SpaceWideInvalid                  // 400
)

// SetQuirks replaces the quirks.
func (w *World) SetQuirks(q Quirks) {
	w.lock()
	defer w.mu.Unlock()
	w.quirks = q
}

// quirksOf are the quirks that an operation has.
func (w *World) quirksOf(op string) Quirks {
	if len(w.quirks.Only) > 0 && !slices.Contains(w.quirks.Only, op) {
		return Quirks{}
	}
	return w.quirks
}

// pageSize is that of a request which does not say.
const defaultPageSize = 20

// page is where a listing stands.
type page struct {
	quirks    Quirks
	scope     string // the listing the token belongs to
	number    int    // how many pages came before
	after     string // the key of the last item that was returned; "" is the beginning
	size      int
	nextToken string // the token to answer
}

// open understands maxResults and nextToken. scope tells listings apart: a token of another one is refused.
func (w *World) newPage(c *call, scope string) (*page, error) {
	p := &page{quirks: w.quirksOf(c.op.name), scope: c.op.name + "\x00" + scope, size: defaultPageSize}
	if n, asked := c.integer("maxResults"); asked {
		p.size = n
	}
	if p.quirks.PageCap > 0 {
		p.size = min(p.size, p.quirks.PageCap)
	}
	if token := c.string("nextToken"); token != "" && !p.parseToken(token) {
		return nil, validationError("The nextToken is not valid")
	}
	return p, nil
}

// collect takes the items of this page from a walk. The walk goes on from the item whose key is from, or from where it
// would stand, leaving it out unless again, and stops when it is told to.
func (p *page) collect(walk func(from string, again bool, take func(key string) bool)) {
	if p.quirks.EndlessEmpty && p.number > 0 || p.quirks.EmptyEvery > 0 && p.number%p.quirks.EmptyEvery == p.quirks.EmptyEvery-1 {
		p.nextToken = p.token(p.number+1, p.after)
		return
	}
	taken, last := 0, p.after
	walk(p.after, p.quirks.Duplicates && p.size > 1, func(key string) bool {
		if taken == p.size {
			p.nextToken = p.token(p.number+1, last)
			return false
		}
		taken, last = taken+1, key
		return true
	})
	switch {
	case p.quirks.EndlessEmpty:
		p.nextToken = p.token(1, last)
	case p.quirks.RepeatToken && p.number == 0:
		p.nextToken = p.token(1, last)
	case p.quirks.RepeatToken:
		p.nextToken = p.token(p.number, p.after)
	}
}

func (p *page) token(n int, after string) string {
	payload := fmt.Sprintf("%d\x00%s\x00%s", n, after, p.scope)
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s\x00%08x", payload, checksum(payload)))
}

func (p *page) parseToken(token string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return false
	}
	end := strings.LastIndexByte(string(raw), 0)
	if end < 0 || fmt.Sprintf("%08x", checksum(string(raw[:end]))) != string(raw[end+1:]) {
		return false
	}
	parts := strings.SplitN(string(raw[:end]), "\x00", 3)
	if len(parts) != 3 || parts[2] != p.scope {
		return false
	}
	p.number, err = strconv.Atoi(parts[0])
	p.after = parts[1]
	return err == nil
}

func checksum(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
