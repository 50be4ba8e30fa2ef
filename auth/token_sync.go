package auth

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

// saveRetry is the time between attempts to save a token.
const saveRetry = 30 * time.Second

// fileVersion tells a changed file from an unchanged one without reading it.
type fileVersion struct {
	exists   bool
	modified time.Time
	size     int64
}

func fileVersionOf(path string) fileVersion {
	info, err := os.Stat(path)
	if err != nil {
		return fileVersion{}
	}
	return fileVersion{true, info.ModTime(), info.Size()}
}

// withFile does what reads or writes the token file, in turn with others. Its error is that of ctx.
func (s *TokenSource) withFile(ctx context.Context, work ...func()) error {
	select {
	case s.file <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.file }()
	for _, f := range work {
		f()
	}
	return nil
}

// reload reads the file if it has changed. While the file is not valid it is read again each time, and the token from
// before stays in use: the AWS CLI does not replace its file atomically.
func (s *TokenSource) reload() {
	version := fileVersionOf(s.profile.CachePath())
	if version == s.fileVersion {
		return
	}
	token, err := readTokenFile(s.profile.CachePath())
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err == nil:
		s.fileVersion = version
		s.useTokenFromFile(token)
	case errors.Is(err, fs.ErrNotExist):
		s.fileVersion = fileVersion{}
		s.token, s.failure, s.supersededInFile = nil, nil, tokenPair{}
	case s.token == nil:
		s.failure = s.profile.problem(SignedOut, err, "The sign-in of profile %s cannot be read: %v.", s.profile.Name, withoutPath(err))
	}
}

// useTokenFromFile takes over what another program wrote. A token that is only there because its successor could not be
// saved is ignored: its refresh token is spent.
func (s *TokenSource) useTokenFromFile(token *cachedToken) {
	s.profile.redactor.Learn(string(token.access), string(token.refresh), string(token.clientSecret))
	if token.pair() == s.supersededInFile {
		return
	}
	if s.token == nil || s.token.pair() != token.pair() {
		s.failure, s.lastAttempt, s.failedAttempts = nil, time.Time{}, 0
		s.lifetime = token.lifetime()
		if s.lifetime == 0 && s.started { // it has just been issued
			s.lifetime = max(0, time.Until(token.expires))
		}
	}
	s.token, s.supersededInFile = token, tokenPair{}
}

// superseded reports whether another program has signed in, refreshed or signed out since old was read. What it did
// takes precedence over our own refresh. The file is read even if its modification time is unchanged, since some file
// systems count in whole seconds.
func (s *TokenSource) superseded(old *cachedToken) bool {
	s.fileVersion = fileVersion{size: -1}
	s.reload()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token == nil || s.token.pair() != old.pair()
}

// save writes the token to the cache. If that fails, the token is used all the same and Run tries again: otherwise the
// next start, and the AWS CLI, would find a refresh token that is spent.
func (s *TokenSource) save() {
	path := s.profile.CachePath()
	s.mu.Lock()
	token := s.token
	s.lastSave = time.Now()
	s.mu.Unlock()
	err := token.write(path)
	version := fileVersionOf(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.failure = s.profile.problem(Unwritable, err,
			"The renewed sign-in of profile %s could not be saved in %s: %v.", s.profile.Name, path, withoutPath(err))
		return
	}
	if s.failure != nil && s.failure.Kind == Unwritable {
		s.failure = nil
	}
	s.supersededInFile, s.fileVersion = tokenPair{}, version
}

func (s *TokenSource) saveIfDue() {
	if unsaved, lastSave := s.unsaved(); unsaved && time.Since(lastSave) >= saveRetry {
		s.save()
	}
}

func (s *TokenSource) saveIfUnsaved() {
	if unsaved, _ := s.unsaved(); unsaved {
		s.save()
	}
}

func (s *TokenSource) unsaved() (bool, time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.supersededInFile != tokenPair{}, s.lastSave
}
