// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest/former"
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
			if diff := cmp.Diff(c.want, responseOf(err)); diff != "" {
				t.Errorf("response (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryShapeOfTheSandboxCarriesTheMessageAndTheRequestID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, shape := range []string{"message", "code", "error_strings", "error_phrase", "error_description", "plain_text"} {
		w.set(t, workossim.SwitchErrorBody, shape)
		_, err := w.adapter(t).Add(t.Context(), w.id("gmail.com"))
		if got := responseOf(err); !contains(got.Message, "The consumer domain gmail.com can not be added.") || got.RequestID == "" {
			t.Errorf("%s: response %+v, want the message and the request id", shape, got)
		}
	}
}

func TestKeySpelledWithEscapesInAResponseIsRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	escaped := strings.ReplaceAll(w.values["api_key"], "_", `\u005f`)
	w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: "status:400", Body: `{"message":"Wrong key ` + escaped + `"}`})
	_, err := w.adapter(t).Add(t.Context(), w.ID(0))
	if got := responseOf(err).Message; got != "Wrong key [redacted]" {
		t.Errorf("the message is %q", got)
	}
}

// Whatever stands in between may have made the id of the request's own headers.
func TestKeyInTheRequestIDIsRemoved(t *testing.T) {
	t.Parallel()
	s := newScripted(t, ``)
	s.respond = func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("X-Request-Id", "1-"+r.Header.Get("Authorization"))
		w.WriteHeader(http.StatusForbidden)
		return true
	}
	_, err := s.adapter.Read(t.Context(), s.id)
	wantError(t, err, service.Denied)
	if got := responseOf(err).RequestID; got != "1-Bearer [redacted]" {
		t.Errorf("the request id is %q", got)
	}
}

func TestCodeRequestIDAndMessageAreShownWithControlCharactersEscaped(t *testing.T) {
	t.Parallel()
	s := newScripted(t, ``)
	s.respond = func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("X-Request-Id", "1\u009b2J")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"code":"\u001b]0;x\u0007","message":"red \u001b[31m"}`))
		return true
	}
	got := responseOf(readFrom(t, s))
	if all := got.Code + got.Message + got.RequestID; strings.ContainsAny(all, "\x1b\a\u009b") || !contains(got.Code, `\u{001B}`) || !contains(got.RequestID, `\u{009B}`) {
		t.Errorf("the response is %+v", got)
	}
}

func TestWrongKeyIsDenied(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.values["api_key"] = "sk_no_such_key"
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	wantError(t, err, service.Denied, "does not accept the API key", "WORKOS_API_KEY")
	if responseOf(err).Status != http.StatusUnauthorized {
		t.Errorf("response %+v, want 401", responseOf(err))
	}
}

func TestKeyOfAnotherEnvironmentIsExplainedAndNeverTakenForAbsence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key, err := w.IssueAPIKey(workossim.KeySpec{Environment: "staging"})
	must(t, err)
	w.values["api_key"] = key
	adapter, id := w.adapter(t), w.ID(0)
	_, readErr := adapter.Read(t.Context(), id)
	_, addErr := adapter.Add(t.Context(), id)
	_, verifyErr := verify(t, adapter, id, "T")
	for _, err := range []error{readErr, addErr, verifyErr, adapter.Release(t.Context(), service.ReleaseRequest{ID: id})} {
		wantError(t, err, service.NotFound, "environment")
	}
	if w.Writes() != 0 {
		t.Errorf("%d writes, want none", w.Writes())
	}
}

func TestMissingPermissionIsDeniedWithTheWorkOSError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key, err := w.IssueAPIKey(workossim.KeySpec{Permissions: []string{workossim.PermissionOrganizationsRead}})
	must(t, err)
	w.values["api_key"] = key
	_, err = w.adapter(t).Add(t.Context(), w.ID(0))
	wantError(t, err, service.Denied, "permission", "organization_domains:write")
	if responseOf(err).Status != http.StatusForbidden {
		t.Errorf("response %+v, want 403", responseOf(err))
	}
	w.wantCount(t, "POST ", 1)
}

// The WorkOS error for an organization that vanished between two calls.
func TestOrganizationUnknownToCreateIsNotFoundOrRejected(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]service.Class{"404": service.NotFound, "422": service.Rejected, "400": service.Rejected} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		read(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: "status:" + status, Body: `{"message":"Organization not found: 'org_1'."}`})
		_, err := adapter.Add(t.Context(), id)
		wantError(t, err, want, "Organization not found")
	}
}

// WorkOS' own libraries repeat after 408 as after 5xx.
func TestRequestThatTimedOutAtWorkOSIsTransient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "GET /organizations/", Kind: "status:408"})
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	wantError(t, err, service.Transient, "Run Terraform again")
}

func TestThrottlingIsWaitedOutInBothFormsOfRetryAfter(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"0", "Thu, 01 Jan 2026 12:00:00 GMT"} {
		s := newScripted(t, `"state":"pending",`)
		refusals := 0
		s.respond = func(w http.ResponseWriter, _ *http.Request) bool {
			if refusals++; refusals > 2 {
				return false
			}
			w.Header().Set("Retry-After", form)
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		}
		if got := read(t, s.adapter, s.id).State; got != service.StatePending || refusals != 3 {
			t.Errorf("%s: reads %s after %d requests, want it pending after three", form, got, refusals)
		}
	}
}

func TestThrottlingThatLastsSaysHowLong(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]time.Duration{"3600": time.Hour, "Thu, 01 Jan 2026 14:00:00 GMT": 2 * time.Hour} {
		s := newScripted(t, `"state":"pending",`)
		requests := 0
		s.respond = func(w http.ResponseWriter, _ *http.Request) bool {
			requests++
			w.Header().Set("Retry-After", form)
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		}
		_, err := s.adapter.Read(t.Context(), s.id)
		wantError(t, err, service.Throttled, "rate limited")
		if typed := new(service.Error); !errors.As(err, &typed) || typed.RetryAfter != want || requests != 1 {
			t.Errorf("%s: got %+v after %d requests, want to retry after %s", form, err, requests, want)
		}
	}
}

// Who asks on while WorkOS wants a pause, makes it longer for everybody.
func TestThrottlingOfOneDomainHoldsBackTheOthersWithoutARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter := w.adapter(t)
	read(t, adapter, w.ID(0))
	w.fault(t, simhttp.Fault{Match: "POST /organization_domains", Kind: "status:429", RetryAfter: 3600})
	_, err := adapter.Add(t.Context(), w.ID(0))
	wantError(t, err, service.Throttled, "rate limited")
	requests := w.Count(former.AnyStep)
	_, err = adapter.Add(t.Context(), w.ID(1))
	wantError(t, err, service.Throttled, "no request is sent to it for another 1h0m0s")
	if typed := new(service.Error); !errors.As(err, &typed) || typed.RetryAfter != time.Hour || w.Count(former.AnyStep) != requests {
		t.Errorf("got %+v after %d more requests, want an hour and none", err, w.Count(former.AnyStep)-requests)
	}
}
