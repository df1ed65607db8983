// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestEveryShapeOfErrorBodyIsUnderstood(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want service.Response
	}{
		"message":              {`{"message":"No."}`, service.Response{Message: "No."}},
		"code and message":     {`{"code":"nope","message":"No."}`, service.Response{Code: "nope", Message: "No."}},
		"errors as objects":    {`{"message":"No.","errors":[{"code":"required","field":"domain"}]}`, service.Response{Code: "required", Message: "No.; domain: required"}},
		"errors with messages": {`{"code":"nope","errors":[{"code":"bad","message":"Because."}]}`, service.Response{Code: "nope", Message: "Because."}},
		"errors as texts":      {`{"message":"No.","code":"nope","errors":["Because.","No."]}`, service.Response{Code: "nope", Message: "No.; Because."}},
		"status phrase":        {`{"message":"No.","error":"Bad Request"}`, service.Response{Message: "No."}},
		"status phrase alone":  {`{"error":"Bad Request"}`, service.Response{Message: "Bad Request"}},
		"OAuth":                {`{"error":"invalid_client","error_description":"No."}`, service.Response{Code: "invalid_client", Message: "No."}},
		"other types":          {`{"message":7,"errors":{"a":1},"error":[],"code":null}`, service.Response{}},
		"a JSON list":          {`["No."]`, service.Response{Message: `["No."]`}},
		"plain text":           {"No.\n", service.Response{Message: "No."}},
		"lines of HTML":        {"<html>\n  <p>No.</p>\n</html>", service.Response{Message: "<html> <p>No.</p> </html>"}},
		"a long message":       {strings.Repeat("ä", 600), service.Response{Message: strings.Repeat("ä", 500) + "…"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: "status:400", Body: c.body})
			_, err := w.adapter(t).Add(t.Context(), w.ID(0))
			c.want.Status = 400
			if diff := cmp.Diff(c.want, answerOf(err)); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryShapeOfTheSandboxCarriesTheWordsAndTheRequestID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, shape := range []string{"message", "code", "error_strings", "error_phrase", "error_description", "plain_text"} {
		w.set(t, workossim.SwitchErrorBody, shape)
		_, err := w.adapter(t).Add(t.Context(), w.id("gmail.com"))
		if got := answerOf(err); !contains(got.Message, "The consumer domain gmail.com can not be added.") || got.RequestID == "" {
			t.Errorf("%s: answer %+v, want the words and the request id", shape, got)
		}
	}
}

func TestKeySpelledWithEscapesInAnAnswerIsRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	escaped := strings.ReplaceAll(w.values["api_key"], "_", `\u005f`)
	w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: "status:400", Body: `{"message":"Wrong key ` + escaped + `"}`})
	_, err := w.adapter(t).Add(t.Context(), w.ID(0))
	if got := answerOf(err).Message; got != "Wrong key [redacted]" {
		t.Errorf("the message is %q", got)
	}
}

// Whatever stands in between may have made the id of the request's own headers.
func TestKeyInTheRequestIDIsRemoved(t *testing.T) {
	t.Parallel()
	s := newScripted(t, ``)
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("X-Request-Id", "1-"+r.Header.Get("Authorization"))
		w.WriteHeader(http.StatusForbidden)
		return true
	}
	_, err := s.adapter.Read(t.Context(), s.id)
	wantError(t, err, service.Denied)
	if got := answerOf(err).RequestID; got != "1-Bearer [redacted]" {
		t.Errorf("the request id is %q", got)
	}
}
