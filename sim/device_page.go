package sim

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

var deviceForm = template.Must(template.New("").Parse(`<!doctype html>
<html><head><meta charset="utf-8"><title>Simulated sign-in</title></head><body>
<h1>{{.Title}}</h1>
{{if .Users}}<form method="post" action="/device">
<p>Code: <input name="user_code" value="{{.Code}}"></p>
<p>Sign in as: <select name="user">{{range .Users}}<option>{{.Name}}</option>{{end}}</select></p>
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button>
</form>{{end}}</body></html>
`))

type devicePage struct {
	Title, Code string
	Users       []User
}

// devicePage is the page behind the link of a device authorization, where a person approves or declines it.
func (w *World) devicePage(r *http.Request, payload []byte) response {
	page := devicePage{"Sign in to the simulated CodeCatalyst", r.URL.Query().Get("user_code"), w.Users()}
	if r.Method == http.MethodPost {
		page = devicePage{Title: "That code is not awaiting approval."}
		form, _ := url.ParseQuery(string(payload))
		if w.submitDecision(form) {
			page.Title = "Thank you. You can close this page."
		}
	}
	rep := response{status: http.StatusOK, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}}
	var b strings.Builder
	if err := deviceForm.Execute(&b, page); err != nil {
		rep.status = http.StatusInternalServerError
	}
	rep.body = []byte(b.String())
	return rep
}

func (w *World) submitDecision(form url.Values) bool {
	code := strings.ToUpper(strings.TrimSpace(form.Get("user_code")))
	if form.Get("decision") == "deny" {
		return w.Decline(code)
	}
	user := form.Get("user")
	return user != "" && w.Approve(code, user)
}
