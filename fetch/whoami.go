package fetch

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch/types"
)

// Whoami asks the service whom the sign-in belongs to: the id, and names as far as they are told. Its two calls are
// counted but do not wait for the pacer. The error is an *Error.
func (f *Fetcher) Whoami(ctx context.Context) (types.User, error) {
	var u types.User
	err := f.ask(ctx, "VerifySession", func(ctx context.Context) error {
		o, err := f.api.VerifySession(ctx, &codecatalyst.VerifySessionInput{})
		if err == nil {
			u.ID = aws.ToString(o.Identity)
		}
		return err
	})
	if err != nil {
		return types.User{}, err
	}
	err = f.ask(ctx, "GetUserDetails", func(ctx context.Context) error {
		o, err := f.api.GetUserDetails(ctx, &codecatalyst.GetUserDetailsInput{Id: &u.ID})
		if err == nil {
			u = convertUser(o)
		}
		return err
	})
	u.ID = types.Clean(u.ID)
	if err != nil {
		return u, err
	}
	return u, nil
}

// ask makes one call on behalf of a person, who waits for it.
func (f *Fetcher) ask(ctx context.Context, operation string, call func(context.Context) error) error {
	sent := time.Now()
	f.stats.called(operation, sent)
	ctx, stop := context.WithTimeout(ctx, f.options.Timeout)
	defer stop()
	e := Classify(operation, call(ctx))
	f.stats.answered(operation, e, sent, time.Now())
	if e == nil {
		return nil
	}
	e.At = time.Now()
	return e
}
