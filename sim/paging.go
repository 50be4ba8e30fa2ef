package sim

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// defaultPageSize applies to requests without maxResults.
const defaultPageSize = 20

// page is one page of a list.
type page struct {
	quirks    Quirks
	scope     string // the list that the token belongs to
	number    int    // how many pages came before it
	after     string // the key of the last item already returned; "" is the beginning
	size      int
	nextToken string // the token to return
}

// newPage reads maxResults and nextToken. scope identifies the list: a token of another list is rejected.
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

// collect fills this page from a walk over the list. The walk starts after the item whose key is cursor (or at it, if
// inclusive), calls take with each key, and stops when take returns false.
func (p *page) collect(walk func(cursor string, inclusive bool, take func(key string) bool)) {
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
