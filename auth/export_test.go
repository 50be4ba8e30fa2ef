package auth

import (
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// TransportOf is the transport that the client really uses.
func TransportOf(c aws.HTTPClient) *http.Transport {
	return c.(*authTransport).next.(httpsOnlyClient).HTTPClient.(*limitedClient).next.(roundTripClient).Transport
}
