package cli

import (
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// place is where something stands in a file, both counted from 1; columns are bytes.
type position struct{ line, column int }

// places are where the keys of a file stand, by their names joined with line feeds.
type keyPositions map[string]position

// of is where key stands, or the nearest table around it.
func (p keyPositions) of(key []string) position {
	for n := len(key); n > 0; n-- {
		if at, ok := p[strings.Join(key[:n], "\n")]; ok {
			return at
		}
	}
	return position{1, 1}
}

// findPlaces goes through a file that has been decoded, since the decoder does not tell where values were.
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

// note remembers where each part of e's key stands, the first time it is met, and returns the whole key.
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
