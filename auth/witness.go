package auth

import (
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// witness passes requests on and tells the source what their answers give away: the server's clock, and whether it
// takes the token.
type witness struct {
	to     aws.HTTPClient
	source *Source
}

func (w *witness) Do(r *http.Request) (*http.Response, error) {
	sent := time.Now()
	res, err := w.to.Do(r)
	if res == nil || err != nil {
		return res, err
	}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		w.source.compare(date, sent, time.Now())
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if bearer && res.StatusCode == http.StatusUnauthorized {
		w.source.doubt(secret(token))
	}
	return res, nil
}
