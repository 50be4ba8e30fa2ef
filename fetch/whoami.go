package fetch

import (
	"cmp"
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codecatalyst"

	"catwatch/fetch/types"
)

// Whoami asks the service whom the sign-in belongs to: the id, and names as far as they are told. It fails at once where the
// service cannot be reached or does not take the sign-in. The error is that of Do.
func (f *Fetcher) Whoami(ctx context.Context) (types.User, error) {
	o := CallOptions{Urgent: true, FailFast: true}
	id, err := Do(ctx, f, "VerifySession", o, func(ctx context.Context, api API) (string, error) {
		out, err := api.VerifySession(ctx, &codecatalyst.VerifySessionInput{})
		if err != nil {
			return "", err
		}
		return aws.ToString(out.Identity), nil
	})
	if err != nil {
		return types.User{}, err
	}
	u, err := Do(ctx, f, "GetUserDetails", o, func(ctx context.Context, api API) (types.User, error) {
		out, err := api.GetUserDetails(ctx, &codecatalyst.GetUserDetailsInput{Id: &id})
		if err != nil {
			return types.User{}, err
		}
		return convertUser(out), nil
	})
	u.ID = types.Clean(cmp.Or(u.ID, id))
	return u, err
}
