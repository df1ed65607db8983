// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Must ends the test unless err is nil.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// typedOf is never nil.
func typedOf(err error) *service.Error {
	if typed, ok := errors.AsType[*service.Error](err); ok {
		return typed
	}
	return new(service.Error)
}

// WantError holds err to a class and to words of what a person gets to read. The class
// "" is success. What is returned is no error, so that it may be ignored.
func WantError(t *testing.T, err error, class service.Class, words ...string) service.Error {
	t.Helper()
	typed := *typedOf(err)
	if class == "" && err == nil {
		return typed
	}
	if typed.Class != class || typed.Operation == "" || typed.Reason == "" {
		t.Errorf("got %v, want the class %q", err, class)
		return typed
	}
	wantFollowable(t, typed)
	everything := strings.Join([]string{typed.Reason, typed.Advice, typed.Response.Code, typed.Response.Message}, "\n")
	for _, word := range words {
		if !strings.Contains(everything, word) {
			t.Errorf("want the words %q in:\n%s", word, everything)
		}
	}
	return typed
}

// wantFollowable holds advice to what the error shows: a person cannot look at what is not
// there.
func wantFollowable(t *testing.T, typed service.Error) {
	t.Helper()
	for words, isShown := range map[string]bool{
		"response above": typed.Response.Status != 0,
		"error above":    typed.Response.Status != 0,
		"request ID":     typed.Response.RequestID != "",
		"Wait that long": typed.RetryAfter > 0,
	} {
		if strings.Contains(typed.Advice, words) && !isShown {
			t.Errorf("the advice %q refers to what the error does not show: %+v", typed.Advice, typed)
		}
	}
}

// WantError is the function of that name. Whatever advises to set an option of a release
// says how: a destroy may have released other domains, which a full apply adds again.
func (w *World) WantError(err error, class service.Class, words ...string) service.Error {
	w.T.Helper()
	typed := WantError(w.T, err, class, words...)
	for _, option := range w.Definition.Options {
		if option.Operation == service.OperationRelease && strings.Contains(typed.Advice, string(option.Name)) && !strings.Contains(typed.Advice, "-target") {
			w.T.Errorf("want how %s is applied alone in: %s", option.Name, typed.Advice)
		}
	}
	return typed
}

// WantState compares what the service has in truth.
func (p *Player) WantState(want service.State) {
	p.T.Helper()
	if want == service.StatePending && p.RegistersNothing {
		want = service.StateAbsent
	}
	if got := p.Truth(p.ID.Domain); got != want {
		p.T.Errorf("%s is %s at the service, want %s", p.ID, got, want)
	}
}

// WantRead compares what reading the domain tells.
func (p *Player) WantRead(want service.State) {
	p.T.Helper()
	if p.RegistersNothing && !want.Verified() {
		want = service.StateUnverified
	}
	if got := p.Read().State; got != want {
		p.T.Errorf("%s reads %s, want %s", p.ID, got, want)
	}
}

// WantCount compares how many requests were made whose line contains match.
func (w *World) WantCount(match string, want int) {
	w.T.Helper()
	if got := w.Count(match); got != want {
		w.T.Errorf("%d requests %q, want %d:\n%s", got, match, want, strings.Join(w.Lines(), "\n"))
	}
}

// WantSent compares what was sent by the requests whose line contains match.
func (w *World) WantSent(match string, want ...string) {
	w.T.Helper()
	w.WantEqual("sent", want, w.Bodies(match))
}

// WantEqual compares whole values.
func (w *World) WantEqual(what string, want, got any, options ...cmp.Option) {
	w.T.Helper()
	if diff := cmp.Diff(want, got, options...); diff != "" {
		w.T.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// ErrorBodies holds the decoder of refusals to golden bodies: the status is 400.
func ErrorBodies(t *testing.T, start func(*testing.T) *World, bodies map[string]service.Response) {
	t.Helper()
	w := start(t)
	long := strings.Repeat("ä", 600)
	for body, want := range map[string]service.Response{
		`{"message":"No."}`:                    {Message: "No."},
		"No.\n":                                {Message: "No."},
		`["No."]`:                              {Message: `["No."]`},
		"<html>\n <title>No.</title>\n</html>": {Message: `an HTML page with the title "No."`},
		long:                                   {Message: long[:1000] + "…"},
	} {
		bodies[body] = want
	}
	for body, want := range bodies {
		w.Heal()
		w.Fault(Always(w.Calls[StepAdd], "status:400", body))
		want.Status = 400
		w.WantEqual(body, want, typedOf(w.Player().Add()).Response)
	}
}

// Unpublishable are tokens that would break out of a record, or out of what shows it, as
// they stand in JSON.
func Unpublishable() []string {
	return []string{
		" ", `a\" \"v=spf1 +all`, `a\nb`, `a\u0000b`, "${x}", "a;b", "a`b", "a'b", `a\\b`, "é", strings.Repeat("a", 513), strings.Repeat("x", 10000),
	}
}
