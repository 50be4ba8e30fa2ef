package cli

import (
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// position is a place in a file. Both are counted from 1; columns are bytes.
type position struct{ line, column int }

// keyPositions are the positions of the keys of a file, by their parts joined with line feeds.
type keyPositions map[string]position

// of is the position of key, or of the nearest table around it.
func (p keyPositions) of(key []string) position {
	for n := len(key); n > 0; n-- {
		if at, ok := p[strings.Join(key[:n], "\n")]; ok {
			return at
		}
	}
	return position{1, 1}
}

// findPositions parses a file that has already been decoded, since the decoder does not tell where values were.
func findPositions(data []byte) keyPositions {
	p := unstable.Parser{}
	p.Reset(data)
	found := keyPositions{}
	var table []string
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind == unstable.Table || e.Kind == unstable.ArrayTable {
			table = found.note(&p, nil, e)
			continue
		}
		if e.Kind == unstable.KeyValue {
			found.add(&p, table, e)
		}
	}
	return found
}

func (f keyPositions) add(p *unstable.Parser, table []string, e *unstable.Node) {
	key := f.note(p, table, e)
	if v := e.Value(); v.Kind == unstable.InlineTable {
		for kids := v.Children(); kids.Next(); {
			f.add(p, key, kids.Node())
		}
	}
}

// note records the position of each part of e's key where it first occurs, and returns the whole key.
func (f keyPositions) note(p *unstable.Parser, table []string, e *unstable.Node) []string {
	key := slices.Clone(table)
	for parts := e.Key(); parts.Next(); {
		n := parts.Node()
		key = append(key, string(n.Data))
		name := strings.Join(key, "\n")
		if _, ok := f[name]; !ok {
			at := p.Shape(n.Raw).Start
			f[name] = position{at.Line, at.Column}
		}
	}
	return key
}
