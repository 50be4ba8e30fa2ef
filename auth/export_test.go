package auth

import (
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// TransportOf is the transport that the client really uses.
func TransportOf(c aws.HTTPClient) *http.Transport {
	return c.(*authTransport).next.(httpsOnlyClient).HTTPClient.(*limitedClient).next.(roundTripClient).Transport
}

// LockCache takes the lock of the profile's token file, as another program would.
func LockCache(p *Profile) (release func(), err error) {
	lock, err := tryLockCache(p.CachePath())
	if err != nil {
		return nil, err
	}
	return lock.release, nil
}

// HoldTokenFile keeps the source from reading or writing its file, as a file system that does not answer would.
func HoldTokenFile(s *TokenSource) (release func()) {
	s.file <- struct{}{}
	return func() { <-s.file }
}
