package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"catwatch/fetch/types"
)

// shape is what the body of a successful answer must look like, by the service's model. The SDK takes anything that is JSON,
// and reads what lacks its members as a list without items.
type shape struct {
	required string   // a member that the model requires; "" for none
	members  []string // an answer that has members has one of these
}

var shapes = map[string]shape{
	"ListSpaces":                 {members: []string{"items", "nextToken"}},
	"ListProjects":               {members: []string{"items", "nextToken"}},
	"ListDevEnvironments":        {required: "items"},
	"ListDevEnvironmentSessions": {required: "items"},
	"GetDevEnvironment":          {required: "id"},
	"GetUserDetails":             {members: []string{"userId", "userName", "displayName", "primaryEmail", "version"}},
	"VerifySession":              {members: []string{"identity"}},
}

var errShape = errors.New("status 200 without what the model requires")

// checkShape is the middleware that refuses successful answers of another shape. It stands next to the wire, so that whatever
// changes the body comes after it.
func checkShape(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("catwatch.CheckShape", checkBody), middleware.After)
}

func checkBody(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, meta, err := next.HandleDeserialize(ctx, in)
	r, ok := out.RawResponse.(*smithyhttp.Response)
	operation := awsmiddleware.GetOperationName(ctx)
	want, known := shapes[operation]
	if err != nil || !ok || !known || r.StatusCode < 200 || r.StatusCode > 299 || r.Body == nil {
		return out, meta, err
	}
	body, broken := io.ReadAll(r.Body)
	if broken == nil && !want.fits(body) {
		return out, meta, malformedAnswer(operation, r.Response)
	}
	r.Body = replayedBody{io.MultiReader(bytes.NewReader(withTimeouts(body)), errorReader{broken}), r.Body}
	return out, meta, nil
}

func malformedAnswer(operation string, r *http.Response) *types.Error {
	return &types.Error{Reason: types.Garbled, Operation: operation, Cause: errShape, RequestID: requestID(r, errShape),
		Sentence: "The answer is not CodeCatalyst's: check the endpoint and the proxy"}
}

// fits reports whether the body is an object with what is required. What is cut short, or no JSON, is left to the SDK, which
// says more about it.
func (s shape) fits(body []byte) bool {
	if len(bytes.TrimSpace(body)) == 0 {
		return false
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		var syntax *json.SyntaxError
		return errors.As(err, &syntax)
	}
	if object == nil { // null
		return false
	}
	if s.required != "" {
		value := bytes.TrimSpace(object[s.required])
		return len(value) > 0 && !bytes.Equal(value, []byte("null"))
	}
	for _, m := range s.members {
		if _, has := object[m]; has {
			return true
		}
	}
	return len(object) == 0
}

const timeoutMember = `"inactivityTimeoutMinutes"`

// withTimeouts gives the dev environments that come without a time-out one of -1. The SDK would give them 0, which is how
// the service writes that an environment never stops by itself.
func withTimeouts(body []byte) []byte {
	var answer struct{ Items []json.RawMessage }
	envs := bytes.Count(body, []byte(`"persistentStorage"`))
	if envs == 0 || bytes.Count(body, []byte(timeoutMember)) >= envs || json.Unmarshal(body, &answer) != nil {
		return body
	}
	for _, item := range answer.Items {
		if !bytes.Contains(item, []byte(timeoutMember)) {
			body = bytes.Replace(body, item, append([]byte(`{`+timeoutMember+`:-1,`), item[1:]...), 1)
		}
	}
	return body
}
