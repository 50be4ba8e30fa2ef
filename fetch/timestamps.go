package fetch

import (
	"bytes"
	"context"
	"io"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// The SDK rejects a whole page if one timestamp in it is not RFC 3339. Timestamps in other forms that JSON services use are
// therefore rewritten before the SDK sees them: seconds or milliseconds since 1970, and zones without a colon. What is not
// a time at all becomes null, as if the service had left it out.
var timestampMember = regexp.MustCompile(`"(lastUpdatedTime|startedTime)"\s*:\s*("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*)`)

// normalizeTimestamps adds the middleware that sees the answer first.
func normalizeTimestamps(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("catwatch.MendStamps", normalizeBody), middleware.After)
}

func normalizeBody(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, meta, err := next.HandleDeserialize(ctx, in)
	r, ok := out.RawResponse.(*smithyhttp.Response)
	if err != nil || !ok || r.StatusCode != http.StatusOK || r.Body == nil {
		return out, meta, err
	}
	body, broken := io.ReadAll(r.Body)
	r.Body = replayedBody{io.MultiReader(bytes.NewReader(normalized(body)), errorReader{broken}), r.Body}
	return out, meta, nil
}

// normalized returns body with its timestamps rewritten; body itself if there is nothing to rewrite.
func normalized(body []byte) []byte {
	for _, m := range timestampMember.FindAllSubmatchIndex(body, -1) {
		if isRFC3339(body[m[4]:m[5]]) {
			continue
		}
		return timestampMember.ReplaceAllFunc(body, func(member []byte) []byte {
			part := timestampMember.FindSubmatch(member)
			return []byte(`"` + string(part[1]) + `":` + normalizeTimestamp(part[2]))
		})
	}
	return body
}

// isRFC3339 reports whether value, with its quotes, is a timestamp that the SDK reads.
func isRFC3339(value []byte) bool {
	if value[0] != '"' {
		return false
	}
	_, err := time.Parse(time.RFC3339, string(value[1:len(value)-1]))
	return err == nil
}

func normalizeTimestamp(value []byte) string {
	if isRFC3339(value) {
		return string(value)
	}
	t, ok := parseTimestamp(string(bytes.Trim(value, `"`)))
	if !ok {
		return "null"
	}
	return t.UTC().Format(`"` + time.RFC3339Nano + `"`)
}

func parseTimestamp(text string) (time.Time, bool) {
	if n, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(n) < 1e15 {
		if math.Abs(n) >= 1e11 { // in seconds it would be the year 5138
			n /= 1000
		}
		whole, part := math.Modf(n)
		return time.Unix(int64(whole), int64(part*1e9)), true
	}
	for _, form := range []string{"2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", http.TimeFormat} {
		if t, err := time.Parse(form, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// replayedBody is a body that has been read and can be read once more.
type replayedBody struct {
	io.Reader
	io.Closer
}

// errorReader returns the error that reading the body ended with.
type errorReader struct{ err error }

func (f errorReader) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}
