package sim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// call is a parsed request.
type call struct {
	op     *operation
	host   string
	labels map[string]string
	query  map[string]string
	body   map[string]any
	bearer string
	user   *User // who is calling, by the token
}

func (c *call) space() string   { return c.firstLabel("{spaceName}", "{name}") }
func (c *call) env() string     { return c.firstLabel("{id}", "{devEnvironmentId}") }
func (c *call) session() string { return c.labels["{sessionId}"] }

// project is in the path or, for ListDevEnvironments, in the body.
func (c *call) project() string {
	if p := c.labels["{projectName}"]; p != "" {
		return p
	}
	if c.labels["{spaceName}"] != "" {
		if p := c.labels["{name}"]; p != "" {
			return p
		}
	}
	return c.string("projectName")
}

func (c *call) firstLabel(names ...string) string {
	for _, n := range names {
		if v := c.labels[n]; v != "" {
			return v
		}
	}
	return ""
}

func (c *call) string(member string) string {
	s, _ := c.body[member].(string)
	return s
}

// integer is a member already validated as one; ok is false if it is absent.
func (c *call) integer(member string) (n int, ok bool) {
	v, ok := c.body[member].(json.Number)
	if !ok {
		return 0, false
	}
	i, _ := v.Int64()
	return int(i), true
}

func (c *call) strings(member string) []string {
	items, _ := c.body[member].([]any)
	var all []string
	for _, item := range items {
		all = append(all, item.(string))
	}
	return all
}

// parseRequest parses a request and validates it against the model. The call holds what was parsed, even with an error.
func parseRequest(r *http.Request, payload []byte) (*call, error) {
	c := &call{host: r.Host, query: map[string]string{}}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		c.bearer = token
	}
	if c.host == "" {
		c.host = r.URL.Host
	}
	c.op, c.labels = route(r.Method, r.URL.EscapedPath())
	if c.op == nil {
		unknown := newError(404, "UnknownOperationException", "No operation at %s %s", r.Method, r.URL.EscapedPath())
		unknown.malformed = true
		return c, unknown
	}
	for name, value := range c.labels {
		if err := labelShapes[name].check(strings.Trim(name, "{}"), value); err != nil {
			return c, err
		}
	}
	if err := c.parseQuery(r); err != nil {
		return c, err
	}
	return c, c.parseBody(r.Header, payload)
}

func (c *call) parseQuery(r *http.Request) error {
	for name, values := range r.URL.Query() {
		want, known := c.op.query[name]
		if !known || len(values) != 1 {
			return malformed("Unknown or repeated query parameter '%s'", name)
		}
		if err := want.check(name, values[0]); err != nil {
			return err
		}
		c.query[name] = values[0]
	}
	return nil
}

func (c *call) parseBody(h http.Header, payload []byte) error {
	payload = bytes.TrimSpace(payload)
	if len(payload) == 0 {
		payload = []byte("{}")
	} else if kind, _, _ := strings.Cut(h.Get("Content-Type"), ";"); kind != "application/json" {
		return malformed("Content-Type '%s' is not application/json", h.Get("Content-Type"))
	}
	if err := decode(payload, &c.body); err != nil {
		return malformed("The body is not a JSON object: %v", err)
	}
	if c.op.body == nil {
		if len(c.body) > 0 {
			return malformed("%s takes no body", c.op.name)
		}
		return nil
	}
	return c.op.body.check("", c.body)
}

func decode(payload []byte, into *map[string]any) error {
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if *into == nil {
		return errors.New("it is null")
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is data after it")
	}
	return nil
}
