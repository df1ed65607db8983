// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestEveryShapeOfErrorBodyIsUnderstood(t *testing.T) {
	t.Parallel()
	servicetest.ErrorBodies(t, start, map[string]service.Response{
		`{"code":"nope","message":"No."}`:                                   {Code: "nope", Message: "No."},
		`{"message":"No.","errors":[{"code":"required","field":"domain"}]}`: {Code: "required", Message: "No.; domain: required"},
		`{"code":"nope","errors":[{"code":"bad","message":"Because."}]}`:    {Code: "nope", Message: "Because."},
		`{"message":"No.","code":"nope","errors":["Because.","No."]}`:       {Code: "nope", Message: "No.; Because."},
		`{"message":"No.","error":"Bad Request"}`:                           {Message: "No."},
		`{"error":"Bad Request"}`:                                           {Message: "Bad Request"},
		`{"error":"invalid_client","error_description":"No."}`:              {Code: "invalid_client", Message: "No."},
		`{"message":7,"errors":{"a":1},"error":[],"code":null}`:             {},
	})
}

// errorBodies are the shapes of one refusal (wire/workos.md 5), of which the simulator has
// the first.
func errorBodies(text string) map[string]string {
	return map[string]string{
		"message":           fmt.Sprintf(`{"errors":[{"code":"invalid","field":"domain"}],"message":%q}`, text),
		"code":              fmt.Sprintf(`{"code":"domain_invalid","message":%q}`, text),
		"error_strings":     fmt.Sprintf(`{"errors":[%q],"message":%q}`, text, text),
		"error_phrase":      fmt.Sprintf(`{"error":"Unprocessable Entity","message":%q}`, text),
		"error_description": fmt.Sprintf(`{"error":"domain_invalid","error_description":%q}`, text),
		"plain_text":        text,
	}
}

// What a refusal means does not depend on the shape of its body.
func TestRefusalMeansTheSameAndShowsItsTextInEveryShape(t *testing.T) {
	t.Parallel()
	const text = "The consumer domain gmail.com can not be added."
	for line, do := range map[string]func(*servicetest.Player) error{
		addRequest: (*servicetest.Player).Add, organizationRead: (*servicetest.Player).TryRead,
		verifyRequest:  func(p *servicetest.Player) error { return p.Bring(service.StatePending).Verify() },
		releaseRequest: func(p *servicetest.Player) error { return p.Bring(service.StatePending).Release() },
	} {
		for _, status := range []int{400, 401, 403, 409, 422} {
			meaning := func(body string) service.Error {
				w := newWorld(t)
				w.Fault(servicetest.Always(line, fmt.Sprintf("status:%d", status), body))
				err := do(w.Player())
				return w.WantError(err, service.ClassOf(err), text)
			}
			bodies := errorBodies(text)
			want := meaning(bodies["message"]).Class
			for shape, body := range bodies {
				if got := meaning(body); got.Class != want || !strings.Contains(got.Response.Message, text) {
					t.Errorf("%s, %d, %s: %+v, want %q as in message, with the text", line, status, shape, got, want)
				}
			}
		}
	}
}

// A domain without a token shows that by null or by nothing, and answers of 2024 lacked
// some fields; headers tell a rate limit that nobody has exceeded, or nothing.
func TestDomainReadsTheSameWhetherOptionalFieldsAreThereOrNot(t *testing.T) {
	t.Parallel()
	limit := servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
		response, err := servicetest.Direct(request)
		if err == nil {
			response.Header.Set("X-RateLimit-Limit", "6000")
			response.Header.Set("X-RateLimit-Remaining", "5999")
			response.Header.Set("X-RateLimit-Reset", "1767268860")
		}
		return response, err
	})
	seen := func(fields string, via http.RoundTripper) []any {
		p := scripted(t, fields)
		p.Via = via
		p = p.Anew()
		challenge, err := p.Challenged()
		verifyErr := p.Verify()
		verified := p.Got
		return []any{p.Read(), challenge, service.ClassOf(err), verified, service.ClassOf(verifyErr), p.Count(verifyRequest)}
	}
	for _, state := range []string{`"state":"pending",`, `"state":"verified",`, `"state":"failed",`} {
		for there, notThere := range map[string]string{
			`"verification_token":null,`: ``,
			`"verification_token":"T0ken","organization_id":"org_01SCRIPT","created_at":"2026-01-01T12:00:00.000Z",`: `"verification_token":"T0ken",`,
		} {
			newWorld(t).WantEqual(state+there, seen(state+there, limit), seen(state+notThere, nil))
		}
	}
}

// Whatever stands in between may have made the id of the request's own headers.
func TestRequestIDIsShownWithoutTheKeyAndControlCharacters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fault(servicetest.Always("", "status:403"))
	w.Header("", "X-Request-Id", func(r *http.Request) string { return "1\u009b2J-" + r.Header.Get("Authorization") })
	typed := w.WantError(w.Player().TryRead(), service.Denied)
	w.WantEqual("request id", `1\u{009B}2J-Bearer [redacted]`, typed.Response.RequestID)
}

func TestWrongKeyIsDenied(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Values["api_key"] = "sk_no_such_key"
	typed := w.WantError(w.Player().TryRead(), service.Denied, "does not accept the API key", "WORKOS_API_KEY")
	w.WantEqual("status", http.StatusUnauthorized, typed.Response.Status)
}

func TestKeyOfAnotherEnvironmentIsExplainedAndNeverTakenForAbsence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key, err := w.IssueAPIKey(workossim.KeySpec{Environment: "staging"})
	w.Must(err)
	w.Values["api_key"] = key
	p := w.Player()
	for _, err := range []error{p.TryRead(), p.Add(), p.Verify(), p.Release()} {
		w.WantError(err, service.NotFound, "environment")
	}
	if w.Writes() != 0 {
		t.Errorf("%d writes, want none", w.Writes())
	}
}

func TestMissingPermissionIsDeniedWithTheWorkOSError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key, err := w.IssueAPIKey(workossim.KeySpec{Permissions: []string{workossim.PermissionOrganizationsRead}})
	w.Must(err)
	w.Values["api_key"] = key
	typed := w.WantError(w.Player().Add(), service.Denied, "permission", "organization_domains:write")
	w.WantEqual("status", http.StatusForbidden, typed.Response.Status)
	w.WantCount("POST ", 1)
}

// WorkOS' own libraries repeat after 408 as after 5xx.
func TestRequestThatTimedOutAtWorkOSIsTransient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Fault(servicetest.Always(organizationRead, "status:408"))
	w.WantError(w.Player().TryRead(), service.Transient, "Run Terraform again")
}

// throttled is a process that is asked for pauses, by a header of this value.
func throttled(t *testing.T, retryAfter string, times int) *servicetest.Player {
	t.Helper()
	w := newWorld(t)
	w.Fault(simhttp.Fault{Kind: "status:429", Times: times, RetryAfter: 1})
	w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
		response, err := servicetest.Direct(request)
		if err == nil && response.StatusCode == http.StatusTooManyRequests {
			response.Header.Set("Retry-After", retryAfter)
		}
		return response, err
	})
	return w.Player()
}

func TestThrottlingIsWaitedOutInBothFormsOfRetryAfter(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"0", "Thu, 01 Jan 2026 12:00:00 GMT"} {
		p := throttled(t, form, 2)
		p.WantRead(service.StateAbsent)
		p.WantCount("", 3)
	}
}

// A number of seconds every service has to heed.
func TestThrottlingThatLastsUntilADateSaysHowLong(t *testing.T) {
	t.Parallel()
	p := throttled(t, "Thu, 01 Jan 2026 14:00:00 GMT", 0)
	p.WantEqual("pause", 2*time.Hour, p.WantError(p.TryRead(), service.Throttled, "rate limited").RetryAfter)
	p.WantCount("", 1)
}

func txtToken(token string) map[service.Method]string {
	return map[service.Method]string{service.MethodDNSTXT: token}
}

func TestEveryVariantOfADomainIsRead(t *testing.T) {
	t.Parallel()
	const notShown = "WorkOS does not show the state of the domain"
	for fields, want := range map[string]service.Domain{
		`"state":"pending","verification_token":"T",`:                                    {State: service.StatePending, Tokens: txtToken("T")},
		`"state":"verified","verification_token":null,"verification_strategy":"manual",`: {State: service.StateVerified},
		`"state":"legacy_verified",`:                                                     {State: service.StateVerified},
		`"state":"unverified","verification_token":"T",`:                                 {State: service.StateUnverified, Tokens: txtToken("T")},
		`"state":null,"verification_prefix":null,`:                                       {State: service.StateUnknown, Reason: notShown},
		``: {State: service.StateUnknown, Reason: notShown},
		`"state":"reviewing","verification_strategy":"telepathy","a_new_field":{"deep":[1]},`:  {State: service.StateUnknown, Reason: `WorkOS shows the state "reviewing", which is not documented`},
		`"state":"pending","verification_strategy":"manual","organization_id":"org_01SCRIPT",`: {State: service.StatePending, Reason: "it was declared by hand, so that WorkOS does not look for a record"},
	} {
		want.RemoteID = scriptedID
		p := scripted(t, fields)
		p.WantEqual(fields, want, p.Read())
	}
}

// A response that leaves out what another one has shown does not unsay it.
func TestTokenThatAResponseLeavesOutStaysKnown(t *testing.T) {
	t.Parallel()
	p := scripted(t, `"state":"pending","verification_token":"T0ken","verification_prefix":"P",`,
		servicetest.Always("POST ", "status:201", `{"id":"`+scriptedID+`","domain":"d0.corp.test","state":"pending"}`))
	p.Read()
	p.Must(p.Verify())
	p.WantEqual("token", "T0ken", p.Read().Token(p.Method))
	p.WantEqual("value", "P=T0ken", p.Publication().Record.Value)
}

// Least of all is it an organization without domains: the state would lose them all.
func TestSuccessWithoutTheObjectIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"id":"org_01SCRIPT","name":"Acme"}`, `{"id":"org_01SCRIPT","name":"Acme","domains":null}`} {
		p := scripted(t, "", servicetest.Always("", "status:200", body))
		p.WantError(p.TryRead(), service.Transient, "does not contain the organization and its domains")
	}
}

// Invariant 18: a response about something else is an error that shows both.
func TestResponseAboutAnotherDomainOrOrganizationIsNotUsed(t *testing.T) {
	t.Parallel()
	absent := servicetest.Always(organizationRead, "status:200", noDomains)
	find := func(query service.OrganizationQuery) func(*servicetest.Player) error {
		return func(p *servicetest.Player) error {
			_, err := find(p, query)
			return err
		}
	}
	for name, c := range map[string]struct {
		match, body string
		do          func(*servicetest.Player) error
		words       []string
	}{
		"created domain": {addRequest, `{"id":"org_domain_1","domain":"evil.test","state":"pending"}`, (*servicetest.Player).Add, []string{"d0.corp.test", "evil.test"}},
		"organization of the created domain": {
			addRequest, `{"id":"org_domain_1","domain":"d0.corp.test","organization_id":"org_OTHER"}`, (*servicetest.Player).Add, []string{organization, "org_OTHER"},
		},
		"organization that was read": {organizationRead, `{"id":"org_OTHER","domains":[]}`, (*servicetest.Player).TryRead, []string{organization, "org_OTHER"}},
		"organization of a domain in the list": {
			organizationRead, `{"id":"org_01SCRIPT","domains":[{"id":"d","domain":"d0.corp.test","organization_id":"org_OTHER"}]}`, (*servicetest.Player).TryRead, []string{"org_OTHER"},
		},
		"domain without a name in the list": {organizationRead, `{"id":"org_01SCRIPT","domains":[null]}`, (*servicetest.Player).TryRead, []string{"does not contain the name"}},
		"domain that was read":              {domainRead, `{"id":"org_domain_01SCRIPT","domain":"evil.test"}`, (*servicetest.Player).Challenge, []string{"d0.corp.test", "evil.test"}},
		"id of the domain that was read":    {domainRead, `{"id":"org_domain_2","domain":"d0.corp.test"}`, (*servicetest.Player).Challenge, []string{"org_domain_2"}},
		"domain of a verification": {
			verifyRequest, `{"id":"org_domain_01SCRIPT","domain":"evil.test","state":"verified"}`, (*servicetest.Player).Verify, []string{"d0.corp.test", "evil.test"},
		},
		"another external id": {"/external_id/", `{"id":"org_01SCRIPT","external_id":"b","domains":[]}`, find(service.OrganizationQuery{ExternalID: "a"}), []string{`"a"`, `"b"`}},
		"list without data":   {"GET /organizations?", `{"list_metadata":{}}`, find(service.OrganizationQuery{Name: "a"}), []string{"does not contain a list"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			faults := []simhttp.Fault{servicetest.Always(c.match, "status:200", c.body)}
			if c.match == addRequest {
				faults = append(faults, absent)
			}
			p := scripted(t, `"state":"pending","verification_token":"T0ken",`, faults...)
			p.WantError(c.do(p), service.Transient, c.words...)
		})
	}
}

// Invariant 18: nothing of it is published, and only the domain itself needs it.
func TestTokenOrPrefixThatCannotBeOneIsNotUsedAndBlocksNeitherReadingNorRelease(t *testing.T) {
	t.Parallel()
	shown := []string{`"verification_token":"T","verification_prefix":"a b",`}
	for _, token := range servicetest.Unpublishable() {
		shown = append(shown, `"verification_token":"`+token+`",`)
	}
	for _, fields := range shown {
		p := scripted(t, `"state":"pending",`+fields)
		found := p.Read()
		if found.State != service.StatePending || found.Tokens != nil || found.Notice == "" || len(found.Notice) > 400 {
			t.Errorf("%.60s reads %+v, want it pending without a token and with a notice", fields, found)
		}
		p.WantError(p.Challenge(), service.Blocked, "is invalid")
		p.WantError(p.Verify(), service.Blocked, "is invalid")
		p.Heal()
		p.Fault(servicetest.Always(releaseRequest, "status:204"), servicetest.Always(organizationRead, "status:200", noDomains))
		p.Must(p.Release())
	}
}

// emptied is a new process that gets the responses to deletions without their body.
func emptied(p *servicetest.Player) *servicetest.Player {
	p.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
		response, err := servicetest.Direct(request)
		if err == nil && request.Method == http.MethodDelete {
			_ = response.Body.Close()
			response.Body, response.Header = http.NoBody, http.Header{}
		}
		return response, err
	})
	return p.Anew()
}

// None of these responses shows that the domain is gone.
func TestDeletionIsCheckedWhateverItsSuccessStatus(t *testing.T) {
	t.Parallel()
	listed := servicetest.Once(organizationRead, "status:200", shows(`"state":"pending",`))
	for _, kind := range []string{"status:200", "status:202", "status:204"} {
		deleted := servicetest.Always(releaseRequest, kind)
		p := emptied(scripted(t, "", deleted, listed, servicetest.Always(organizationRead, "status:200", noDomains)))
		p.Must(p.Release())
		p.WantCount(releaseRequest, 1)
		p.WantCount("GET ", 2)

		p = emptied(scripted(t, `"state":"pending",`, deleted))
		p.WantError(p.Release(), service.Transient, "still has the domain")
		p.WantCount(releaseRequest, 2)
		p.WantRead(service.StatePending)
	}
}

// WorkOS may still have the domain, and let it sign users in: what stands in between has
// answered in its place.
func TestDomainThatSomebodyElseReportsAsMissingIsNotTakenForGone(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{"page of a proxy": servicetest.ProxyPage, "gateway without the route": `{"message":"no Route matched with those values"}`} {
		p := scripted(t, `"state":"verified",`, servicetest.Always(releaseRequest, "status:404", answer))
		p.WantError(p.Release(), service.Transient, "base_url")
		p.WantRead(service.StateVerified)
		if name == "page of a proxy" {
			p = scripted(t, `"state":"pending","verification_token":"T0ken",`, servicetest.Always(domainRead, "status:404", answer))
			p.WantError(p.Challenge(), service.Transient, "base_url")
			p.WantRead(service.StatePending)
			p.Fault(servicetest.Always("/external_id/", "status:404", answer))
			_, err := find(p, service.OrganizationQuery{ExternalID: "a"})
			p.WantError(err, service.Transient, "base_url")
		}
	}
}

// Somebody has deleted it since this process has read it.
func TestDomainThatIsGoneMeanwhileIsReleasedWithoutASecondDeletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StatePending)
	p.Read()
	w.Must(p.Anew().Release())
	w.ForgetRequests()
	w.Must(p.Release())
	w.WantCount(releaseRequest, 1)
	p.WantRead(service.StateAbsent)
}

// A text beside 202 has been seen where an organization was deleted.
func TestDeleteThatGets202AndATextIsChecked(t *testing.T) {
	t.Parallel()
	accepted := servicetest.Always(releaseRequest, "status:202", "Accepted")
	for want, faults := range map[service.Class][]simhttp.Fault{
		"": {accepted, servicetest.Always(domainRead, "status:404", `{"message":"Not Found"}`)}, service.Transient: {accepted},
	} {
		p := scripted(t, `"state":"pending",`, faults...)
		p.Header(releaseRequest, "Content-Type", func(*http.Request) string { return "text/plain; charset=utf-8" })
		p = p.Anew()
		p.WantError(p.Release(), want)
	}
}

// The first deletion may have an effect after the reading that still shows the domain.
func TestDeletionWhoseRepetitionFailsSaysThatTheOutcomeIsOpen(t *testing.T) {
	t.Parallel()
	p := scripted(t, `"state":"pending",`, servicetest.Once(releaseRequest, "status:503"), servicetest.Once(releaseRequest, "status:408"))
	p.WantError(p.Release(), service.Transient, "may or may not have been applied")
	p.WantCount(releaseRequest, 2)
}

func TestLinkThatIsNoHTTPSAddressIsNotHandedOut(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"javascript:alert(1)", "http://setup.workos.com", "https:///x", `https://setup.workos.com/\u001b[2J`} {
		p := scripted(t, ``, servicetest.Always("POST /portal", "status:200", `{"link":"`+address+`"}`))
		_, err := link(p, service.PortalLinkRequest{OrganizationID: organization})
		p.WantError(err, service.Transient, "an https URL")
	}
}

// What was read is not all: a second organization of the name may be on another page.
func TestPagesThatComeBackAreAnError(t *testing.T) {
	t.Parallel()
	page := func(match, next string) simhttp.Fault {
		return servicetest.Always(match, "status:200", `{"data":[],"list_metadata":{"after":"`+next+`"}}`)
	}
	p := scripted(t, "", page("after=org_a", "org_b"), page("after=org_b", "org_a"), page("GET /organizations?", "org_a"))
	_, err := find(p, service.OrganizationQuery{Name: "Acme"})
	p.WantError(err, service.Transient, "its pages repeat")
	p.WantCount("", 3)
}

func TestTextsOfAFoundOrganizationAreShownEscaped(t *testing.T) {
	t.Parallel()
	found := func(id string) string {
		return `{"id":"org_01SCRIPT","name":"A\u001b[2J","external_id":"` + id + `","domains":[]}`
	}
	p := scripted(t, "", servicetest.Always("/external_id/", "status:200", found("mine")), servicetest.Always("", "status:200", `{"data":[`+found(`b\u0007`)+`]}`))
	for _, query := range []service.OrganizationQuery{{ExternalID: "mine"}, {Name: "A\x1b[2J"}} {
		found, err := find(p, query)
		p.Must(err)
		if len(found) != 1 || strings.ContainsAny(found[0].Name+found[0].ExternalID, "\x1b\a") {
			t.Errorf("%+v gives %q", query, fmt.Sprint(found))
		}
	}
}
