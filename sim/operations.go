package sim

import (
	"net/url"
	"strings"
)

// operation is one row of the service's model.
type operation struct {
	name   string
	method string
	path   []string // {label} is a path parameter
	query  map[string]shape
	body   *shape // nil if the model has none
	status int
	noAuth bool // needs no bearer token: the operations of the sign-in service
	serve  func(*World, *call) (any, error)
}

// labelShapes are the shapes of the path parameters.
var labelShapes = map[string]shape{
	"{spaceName}": nameString, "{projectName}": nameString, "{name}": nameString,
	"{id}": uuidString, "{devEnvironmentId}": uuidString, "{sessionId}": sessionIDString,
}

const (
	spacePath   = "/v1/spaces/{spaceName}"
	projectPath = spacePath + "/projects/{projectName}"
	envPath     = projectPath + "/devEnvironments/{id}"
)

var operations = []operation{
	op("VerifySession", "GET", "/session", nil, (*World).verifySession),
	withQuery(op("GetUserDetails", "GET", "/userDetails", nil, (*World).getUserDetails), map[string]shape{
		"id": stringShape(1, 256), "userName": withPattern(stringShape(3, 100), `[a-zA-Z0-9_.-]{3,100}`),
	}),
	op("ListSpaces", "POST", "/v1/spaces", bodyShape(map[string]shape{"nextToken": nextToken}), (*World).listSpaces),
	op("GetSpace", "GET", "/v1/spaces/{name}", nil, (*World).getSpace),
	op("GetSubscription", "GET", spacePath+"/subscription", nil, (*World).getSubscription),
	op("ListProjects", "POST", spacePath+"/projects", bodyShape(map[string]shape{
		"nextToken": nextToken, "maxResults": integerShape(1, 100), "filters": projectFilters,
	}), (*World).listProjects),
	op("GetProject", "GET", spacePath+"/projects/{name}", nil, (*World).getProject),
	op("ListDevEnvironments", "POST", spacePath+"/devEnvironments", bodyShape(map[string]shape{
		"projectName": nameString, "filters": envFilters, "nextToken": nextToken, "maxResults": integerShape(1, 50),
	}), (*World).listDevEnvironments),
	op("GetDevEnvironment", "GET", envPath, nil, (*World).getDevEnvironment),
	withCreatedStatus(op("CreateDevEnvironment", "PUT", projectPath+"/devEnvironments", bodyShape(map[string]shape{
		"repositories": listShape(unlimited, repository), "clientToken": clientToken, "alias": createAlias, "ides": ideList,
		"instanceType": instanceType, "inactivityTimeoutMinutes": timeoutMinutes, "persistentStorage": storage,
		"vpcConnectionName": nameString,
	}, "instanceType", "persistentStorage"), (*World).createDevEnvironment)),
	op("UpdateDevEnvironment", "PATCH", envPath, bodyShape(map[string]shape{
		"alias": updateAlias, "ides": ideList, "instanceType": instanceType, "inactivityTimeoutMinutes": timeoutMinutes,
		"clientToken": clientToken,
	}), (*World).updateDevEnvironment),
	op("DeleteDevEnvironment", "DELETE", envPath, nil, (*World).deleteDevEnvironment),
	op("StartDevEnvironment", "PUT", envPath+"/start", bodyShape(map[string]shape{
		"ides": ideList, "instanceType": instanceType, "inactivityTimeoutMinutes": timeoutMinutes,
	}), (*World).startDevEnvironment),
	op("StopDevEnvironment", "PUT", envPath+"/stop", nil, (*World).stopDevEnvironment),
	op("StartDevEnvironmentSession", "PUT", envPath+"/session", bodyShape(map[string]shape{
		"sessionConfiguration": sessionConfiguration,
	}, "sessionConfiguration"), (*World).startSession),
	op("StopDevEnvironmentSession", "DELETE", envPath+"/session/{sessionId}", nil, (*World).stopSession),
	op("ListDevEnvironmentSessions", "POST", projectPath+"/devEnvironments/{devEnvironmentId}/sessions", bodyShape(map[string]shape{
		"nextToken": nextToken, "maxResults": integerShape(1, 200),
	}), (*World).listSessions),

	withoutAuth(op("RegisterClient", "POST", "/client/register", bodyShape(map[string]shape{
		"clientName": anyString(), "clientType": anyString(), "scopes": listShape(unlimited, anyString()),
		"redirectUris": listShape(unlimited, anyString()), "grantTypes": listShape(unlimited, anyString()),
		"issuerUrl": anyString(), "entitledApplicationArn": anyString(),
	}, "clientName", "clientType"), (*World).registerClient)),
	withoutAuth(op("StartDeviceAuthorization", "POST", "/device_authorization", bodyShape(map[string]shape{
		"clientId": anyString(), "clientSecret": anyString(), "startUrl": anyString(),
	}, "clientId", "clientSecret", "startUrl"), (*World).startDeviceAuthorization)),
	withoutAuth(op("CreateToken", "POST", "/token", bodyShape(map[string]shape{
		"clientId": anyString(), "clientSecret": anyString(), "grantType": anyString(), "deviceCode": anyString(),
		"code": anyString(), "refreshToken": anyString(), "scope": listShape(unlimited, anyString()),
		"redirectUri": anyString(), "codeVerifier": anyString(),
	}, "clientId", "clientSecret", "grantType"), (*World).createToken)),
}

func op(name, method, path string, body *shape, serve func(*World, *call) (any, error)) operation {
	return operation{
		name: name, method: method, path: strings.Split(path[1:], "/"), body: body, status: 200, serve: serve,
	}
}

func bodyShape(members map[string]shape, required ...string) *shape {
	s := structureShape(members, required...)
	return &s
}

func withQuery(o operation, query map[string]shape) operation { o.query = query; return o }
func withCreatedStatus(o operation) operation                 { o.status = 201; return o }
func withoutAuth(o operation) operation                       { o.noAuth = true; return o }

// route finds the operation for a method and an escaped path, and the unescaped path parameters by their names in the
// model.
func route(method, escaped string) (*operation, map[string]string) {
	segments := strings.Split(strings.TrimPrefix(escaped, "/"), "/")
	for i := range operations {
		o := &operations[i]
		if found, ok := o.match(method, segments); ok {
			return o, found
		}
	}
	return nil, nil
}

func (o *operation) match(method string, segments []string) (map[string]string, bool) {
	if o.method != method || len(o.path) != len(segments) {
		return nil, false
	}
	found := map[string]string{}
	for i, want := range o.path {
		if !strings.HasPrefix(want, "{") {
			if want != segments[i] {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}
		found[want] = value
	}
	return found, true
}
