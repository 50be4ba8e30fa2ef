package sim_test

import (
	"net/http"
	"strings"
	"testing"

	"catwatch/sim"
)

const (
	anyEnv = "/v1/spaces/acme/projects/payments-api/devEnvironments/01234567-89ab-4def-8123-456789abcdef"
	listed = "POST /v1/spaces/acme/projects "
)

func TestMalformedRequestsAreRejectedAndCounted(t *testing.T) {
	w := sim.New(sim.Config{Spaces: 1, ProjectsPerSpace: 1, EnvsPerProject: 1, Frozen: true})
	long := strings.Repeat("x", 64)
	for i, request := range []string{
		listed + `{"maxResults":0}`, listed + `{"maxResults":101}`, listed + `{"maxResults":"5"}`,
		listed + `{"maxResults":5.5}`, listed + `{"maxresults":5}`, listed + `{"nextToken":""}`,
		listed + `{"nextToken":"` + strings.Repeat("x", 10001) + `"}`, listed + `[]`, listed + `null`, listed + `{`,
		listed + `{} {}`, listed + `{"filters":[{"key":"owner","values":["ada"]}]}`, listed + `{"filters":[{"key":"name"}]}`,
		listed + `{"filters":[{"key":"name","values":["a"],"comparisonOperator":"LIKE"}]}`, listed + `{"filters":{}}`,
		listed + `{"filters":[{"key":"name","values":["a"],"operator":"EQ"}]}`,
		"POST /v1/spaces " + `{"maxResults":5}`, // the only list without maxResults
		"POST /v1/spaces/acme/devEnvironments " + `{"maxResults":51}`,
		"POST /v1/spaces/acme/devEnvironments " + `{"projectName":"a b"}`,
		"POST " + anyEnv + "/sessions " + `{"maxResults":201}`,
		"GET /v1/spaces/ab", "GET /v1/spaces/" + long, "GET /v1/spaces/a%2Fb", "GET /v1/spaces/-acme",
		"GET /v1/spaces/acme/projects/payments-api/devEnvironments/0123", "GET " + anyEnv + "?full=true",
		"GET " + anyEnv + ` {"a":1}`, "GET /userDetails?id=", "GET /userDetails?userName=a%20b", "GET /userDetails?id=a&id=b",
		"PUT " + anyEnv + "/stop " + `{"force":true}`, "PUT " + anyEnv + "/session {}",
		"PUT " + anyEnv + "/session " + `{"sessionConfiguration":{"sessionType":"TELNET"}}`,
		"PUT " + anyEnv + "/session " + `{"sessionConfiguration":{"sessionType":"SSM","executeCommandSessionConfiguration":{}}}`,
		"PUT " + anyEnv + "/start " + `{"inactivityTimeoutMinutes":1201}`,
		"PUT " + anyEnv + "/start " + `{"ides":[{"name":"a"},{"name":"b"}]}`,
		"PATCH " + anyEnv + ` {"instanceType":"dev.standard1.huge"}`, "PATCH " + anyEnv + ` {"alias":"a b"}`,
		"DELETE " + anyEnv + "/session/" + strings.Repeat("x", 97),
		"PUT /v1/spaces/acme/projects/payments-api/devEnvironments " + `{"instanceType":"dev.standard1.small"}`,
		"PUT /v1/spaces/acme/projects/payments-api/devEnvironments " +
			`{"instanceType":"dev.standard1.small","persistentStorage":{"sizeInGiB":16},"repositories":[{"repositoryName":"a.git"}]}`,
	} {
		res, answer := ask(t, w, request)
		if res.StatusCode != 400 || res.Header.Get("X-Amzn-Errortype") != "ValidationException" || answer["message"] == "" {
			t.Errorf("%s\n\tgot %d %v", request, res.StatusCode, answer)
		}
		if n := w.Calls().MalformedTotal; n != i+1 {
			t.Fatalf("%s\n\t%d malformed requests counted, want %d", request, n, i+1)
		}
	}
}

func TestUnknownOperations(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	for _, request := range []string{
		"GET /v1/spaces", "POST /v1/spaces/acme", "GET /v1/spaces//projects/x", "GET /v2/spaces/acme", "PUT /session", "GET /",
		"POST /v1/spaces/ {}",
	} {
		if res, answer := ask(t, w, request); res.StatusCode != 404 || answer["__type"] != "UnknownOperationException" {
			t.Errorf("%s: got %d %v", request, res.StatusCode, answer)
		}
	}
}

func TestValidRequests(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	for _, request := range []string{
		listed + `{"maxResults":1,"nextToken":null}`, listed + `{"maxResults":100}`, "POST /v1/spaces", "POST /v1/spaces {}",
		listed + `{"filters":[{"key":"name","values":["p"],"comparisonOperator":"BEGINS_WITH"}]}`,
		"GET /session", "GET /userDetails?userName=ada", "GET /v1/spaces/acme", "GET /v1/spaces/%61cme",
		"GET /v1/spaces/acme/subscription", "GET /v1/spaces/acme/projects/search",
	} {
		if res, answer := ask(t, w, request); res.StatusCode != 200 {
			t.Errorf("%s: got %d %v", request, res.StatusCode, answer)
		}
	}
	if w.Calls().MalformedTotal != 0 {
		t.Errorf("counted as malformed: %+v", w.Calls().Malformed)
	}
}

func TestPageTokenOfAnotherListIsRejected(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	_, answer := ask(t, w, listed+`{"maxResults":1}`)
	token := answer["nextToken"].(string)
	for _, request := range []string{
		"POST /v1/spaces/platform/projects " + `{"nextToken":"` + token + `"}`,
		"POST /v1/spaces " + `{"nextToken":"` + token + `"}`,
		listed + `{"filters":[{"key":"hasAccessTo","values":["true"]}],"nextToken":"` + token + `"}`,
		listed + `{"nextToken":"` + token[:len(token)-2] + `"}`, listed + `{"nextToken":"forged"}`,
	} {
		if res, answer := ask(t, w, request); res.StatusCode != 400 {
			t.Errorf("%s: got %d %v", request, res.StatusCode, answer)
		}
	}
}

func TestProjectFilters(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	for filters, want := range map[string]int{
		`{"key":"hasAccessTo","values":["true"]}`:                                        31,
		`{"key":"hasAccessTo","values":["false"]}`:                                       1,
		`{"key":"hasAccessTo","values":["true","false"]}`:                                32,
		`{"key":"name","values":["search","etl"]}`:                                       2,
		`{"key":"name","values":["p"],"comparisonOperator":"BEGINS_WITH"}`:               2,
		`{"key":"name","values":["w"],"comparisonOperator":"GE"}`:                        1,
		`{"key":"name","values":["hr-portal"]},{"key":"hasAccessTo","values":["true"]}`:  0,
		`{"key":"name","values":["hr-portal"]},{"key":"hasAccessTo","values":["false"]}`: 1,
	} {
		_, answer := ask(t, w, listed+`{"maxResults":100,"filters":[`+filters+`]}`)
		if items, _ := answer["items"].([]any); len(items) != want {
			t.Errorf("%s: %d projects, want %d", filters, len(items), want)
		}
	}
	for _, bad := range []string{`{"key":"hasAccessTo","values":["yes"]}`, `{"key":"hasAccessTo","values":["true"],"comparisonOperator":"GT"}`} {
		if res, _ := ask(t, w, listed+`{"filters":[`+bad+`]}`); res.StatusCode != 400 {
			t.Errorf("%s: got %d", bad, res.StatusCode)
		}
	}
}

func TestAuthentication(t *testing.T) {
	w := sim.New(sim.Config{Frozen: true})
	for _, authorization := range []string{"", "Bearer", "Bearer wrong", "Basic " + sim.DefaultToken, sim.DefaultToken} {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", "https://sim/session", nil)
		r.Header.Set("Authorization", authorization)
		if res, answer := send(t, w, r); res.StatusCode != 401 || answer["errors"] == nil {
			t.Errorf("%q: got %d %v", authorization, res.StatusCode, answer)
		}
	}
	res, answer := ask(t, w, "GET /session")
	if answer["identity"] != w.Users()[0].ID || res.Header.Get("X-Amzn-Requestid") == "" || res.Header.Get("Date") == "" {
		t.Errorf("got %v %v", answer, res.Header)
	}
}
