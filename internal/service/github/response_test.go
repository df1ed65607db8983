// SPDX-License-Identifier: MPL-2.0

package github_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/github"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestEveryShapeOfErrorBodyIsUnderstood(t *testing.T) {
	t.Parallel()
	servicetest.ErrorBodies(t, start, map[string]service.Response{
		`{"message":"Bad credentials","documentation_url":"https://docs.github.com"}`: {Message: "Bad credentials"},
		`{"errors":[{"type":"NEW_TYPE","message":"No."},{"message":"Because."}]}`:     {Code: "NEW_TYPE", Message: "No.; Because."},
		`{"message":7,"errors":{"message":"No."}}`:                                    {Message: "No."},
		`{"errors":[{"message":"No.","extensions":{"code":"undefinedField"}}]}`:       {Code: "undefinedField", Message: "No."},
	})
}

const scopes = "Your token has not been granted the required scopes to execute this query. The 'domains' field requires one of the following scopes: ['admin:org']."

// Policies of an organization (wire/github.md 5).
const (
	notAllowed = "Although you appear to have the correct authorization credentials, the `acme-corp` organization has an IP allow list enabled, and your IP address is not permitted to access this resource."
	noClassic  = "`acme-corp` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions."
)

// The golden bodies of wire/github.md 9 that are refusals.
func TestErrorsWithinASuccessAreRefusalsOfTheirType(t *testing.T) {
	t.Parallel()
	refusal := func(members string) string {
		return `{"data":{"organization":null},"errors":[{` + members + `}]}`
	}
	for name, c := range map[string]struct {
		body  string
		class service.Class
		words []string
	}{
		"not found":           {refusal(`"type":"NOT_FOUND","path":["organization"],"locations":[{"line":3,"column":3}],"message":"Could not resolve to an Organization with the login of 'x'."`), service.NotFound, []string{"personal accounts", "login of 'x'"}},
		"scopes":              {`{"data":null,"errors":[{"type":"INSUFFICIENT_SCOPES","message":"` + scopes + `"}]}`, service.Denied, []string{"admin:org", "lacks a scope"}},
		"scopes without type": {`{"data":null,"errors":[{"message":"` + scopes + `"}]}`, service.Denied, []string{"lacks a scope"}},
		"forbidden":           {refusal(`"type":"FORBIDDEN","message":"Resource not accessible by personal access token"`), service.Denied, []string{"fine-grained", "by personal access token"}},
		"IP address":          {refusal(`"type":"FORBIDDEN","message":"` + notAllowed + `"`), service.Denied, []string{"that of this machine is not on it", "Add the address"}},
		"classic tokens":      {refusal(`"message":"` + noClassic + `"`), service.Denied, []string{"does not admit tokens of this kind", "Personal access tokens"}},
		"SAML without a page": {refusal(`"type":"FORBIDDEN","message":"SAML","extensions":{"saml_failure":true}`), service.Denied, []string{"single sign-on", "settings/tokens"}},
		"new type":            {refusal(`"type":"SOMETHING_NEW","message":"Nope."`), service.Rejected, []string{"Nope."}},
		"no type":             {`{"errors":[{"message":"Nope."}]}`, service.Rejected, []string{"Nope."}},
		"wrong variable":      {`{"errors":[{"message":"Variable $name of type String! was provided invalid value","extensions":{"value":null,"problems":[]}}]}`, service.Rejected, []string{"invalid value"}},
		"undefined field": {
			`{"errors":[{"path":["query","organization","domains"],"extensions":{"code":"undefinedField","typeName":"Organization","fieldName":"domains"},"message":"Field 'domains' doesn't exist on type 'Organization'"}]}`,
			service.Rejected,
			[]string{"does not know a field", "domains", "Enterprise Server 3.2"},
		},
		"undefined field without its name": {`{"errors":[{"extensions":{"code":"undefinedField"},"message":"Field 'x' doesn't exist"}]}`, service.Rejected, []string{"does not know a field"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Fault(servicetest.Always(listRequest, "status:200", c.body))
			p := w.Player()
			w.WantError(p.TryRead(), c.class, c.words...)
			w.WantCount(listRequest, 1)
			w.WantError(p.Add(), c.class)
			w.WantCount(addRequest, 0)
		})
	}
}

func TestStatusesOfCredentials(t *testing.T) {
	t.Parallel()
	servicetest.Cases(t, start, map[string]servicetest.Case{
		"401": {
			Faults: []simhttp.Fault{servicetest.Always(listRequest, "status:401", `{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest"}`)},
			Do:     (*servicetest.Player).TryRead, Class: service.Denied, Words: []string{"GITHUB_TOKEN", "Bad credentials"}, Counts: map[string]int{listRequest: 1},
		},
		"403": {
			Faults: []simhttp.Fault{servicetest.Always(listRequest, "status:403", `{"message":"Forbidden"}`)},
			Do:     (*servicetest.Player).TryRead, Class: service.Denied, Words: []string{"classic token"}, Counts: map[string]int{listRequest: 1},
		},
		"403 of an address": {
			Faults: []simhttp.Fault{servicetest.Always(listRequest, "status:403", `{"message":"`+notAllowed+`"}`)},
			Do:     (*servicetest.Player).TryRead, Class: service.Denied, Words: []string{"that of this machine is not on it"},
		},
		"403 of classic tokens": {
			Faults: []simhttp.Fault{servicetest.Always(listRequest, "status:403", `{"message":"`+noClassic+`"}`)},
			Do:     (*servicetest.Player).TryRead, Class: service.Denied, Words: []string{"does not admit tokens of this kind"},
		},
	})
}

// node is a domain of the simulator's organization with other members in front: the
// last one of a name counts.
func node(members string) string {
	return `{"id":"V_1","domain":"d0.corp.test","punycodeEncodedDomain":"d0.corp.test","dnsHostName":"_gh-Acme-o.d0.corp.test","verificationToken":"a54b7bed2f",` +
		`"tokenExpirationTime":"2030-01-08T00:00:00Z","isVerified":false,"hasFoundHostName":false,"hasFoundVerificationToken":false,"isRequiredForPolicyEnforcement":false,"owner":{"id":"O_1"}` + members + `}`
}

func list(nodes string, page ...string) string {
	info := `{"hasNextPage":false,"endCursor":null}`
	if page != nil {
		info = page[0]
	}
	return `{"data":{"organization":{"id":"O_1","name":"Acme","login":"Acme-Corp","domains":{"nodes":` + nodes + `,"pageInfo":` + info + `}}}}`
}

// shown reads a domain from a scripted list.
func shown(t *testing.T, body string) (*servicetest.Player, error) {
	t.Helper()
	w := newWorld(t)
	w.Fault(servicetest.Always(listRequest, "status:200", body))
	p := w.Player()
	return p, p.TryRead()
}

func TestListThatMayHideADomainIsAnError(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"data missing":               `{}`,
		"data empty":                 `{"data":{}}`,
		"no organization":            `{"data":{"organization":null}}`,
		"another organization":       strings.Replace(list(`[]`), "Acme-Corp", "Acme-New", 1),
		"nodes null":                 list(`null`),
		"edges in place of nodes":    strings.Replace(list(`[]`), "nodes", "edges", 1),
		"page without cursor":        list(`[]`, `{"hasNextPage":true,"endCursor":null}`),
		"page with the cursor again": list(`[]`, `{"hasNextPage":true,"endCursor":"Y3Vyc29y"}`),
		"count that is not reached":  strings.Replace(list(`[`+node(``)+`,null]`), `"nodes"`, `"totalCount":2,"nodes"`, 1),
		"another of the same kind":   list(`[` + node(`,"owner":{"__typename":"Organization","id":"O_9"}`) + `]`),
		"time that is none":          list(`[` + node(`,"tokenExpirationTime":"soon"`) + `]`),
		"empty time":                 list(`[` + node(`,"tokenExpirationTime":""`) + `]`),
		"domain without owner":       list(`[` + node(`,"owner":{"id":""}`) + `]`),
		"domain without a name":      list(`[` + node(`,"domain":"","punycodeEncodedDomain":""`) + `]`),
		"HTML":                       `<html><title>Sign in</title></html>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := shown(t, body)
			p.WantError(err, service.Transient)
			if got := p.Count(listRequest); got > 2 {
				t.Errorf("%d requests", got)
			}
		})
	}
}

// A cursor may be the number of domains before it: where one of them is removed meanwhile,
// the next page leaves out the domain that has moved up.
func TestListThatShrinksWhileItIsReadIsReadAgain(t *testing.T) {
	t.Parallel()
	page := func(total int, number string, info string) string {
		other := node(`,"id":"V_` + number + `","punycodeEncodedDomain":"d` + number + `.corp.test"`)
		return strings.Replace(list(`[`+other+`]`, info), `"nodes"`, fmt.Sprintf(`"totalCount":%d,"nodes"`, total), 1)
	}
	first, last := page(3, "8", `{"hasNextPage":true,"endCursor":"MQ"}`), page(2, "9", `{"hasNextPage":false}`)
	w := newWorld(t)
	once := []simhttp.Fault{servicetest.Once(listRequest, "status:200", first), servicetest.Once(listRequest, "status:200", last)}
	w.Fault(append(once, servicetest.Always(listRequest, "status:200", list(`[`+node(``)+`]`)))...)
	w.Player().WantRead(service.StatePending)
	w.WantCount(listRequest, 3)

	w.Heal()
	for range 3 {
		w.Fault(once...)
	}
	w.WantError(w.Player().TryRead(), service.Transient, "removed")

	w.Fault(servicetest.Once(listRequest, "status:200", page(2, "8", `{"hasNextPage":true,"endCursor":"MQ"}`)), servicetest.Once(listRequest, "status:200", page(3, "9", `{"hasNextPage":false}`)))
	w.Must(w.Player().TryRead())
}

func TestDomainsThatAreDeniedByNullAreNoEmptyList(t *testing.T) {
	t.Parallel()
	p, err := shown(t, `{"data":{"organization":{"id":"O_1","login":"acme-corp","domains":null}}}`)
	p.WantError(err, service.Denied, "none of its domains")
}

func TestEveryShapeOfADomainIsRead(t *testing.T) {
	t.Parallel()
	expires := time.Date(2030, 1, 8, 0, 0, 0, 0, time.UTC)
	for name, nodes := range map[string]string{
		"as it is":          node(``),
		"null members":      `null,` + node(``) + `,null`,
		"fractions":         node(`,"tokenExpirationTime":"2030-01-08T00:00:00.000Z"`),
		"offset":            node(`,"tokenExpirationTime":"2030-01-08T02:00:00+02:00"`),
		"URL":               node(`,"punycodeEncodedDomain":"https://D0.Corp.Test/"`),
		"no punycode":       node(`,"punycodeEncodedDomain":"","domain":"http://d0.corp.test"`),
		"capitals":          node(`,"punycodeEncodedDomain":"D0.CORP.TEST"`),
		"dot of the name":   node(`,"dnsHostName":"_gh-Acme-o.d0.corp.test."`),
		"both flags":        node(`,"hasFoundHostName":true,"hasFoundVerificationToken":true`),
		"another's before":  node(`,"owner":{"__typename":"Enterprise","id":"E_1"},"isVerified":true`) + `,` + node(``),
		"another's after":   node(``) + `,` + node(`,"owner":{"__typename":"Enterprise","id":"E_1"},"isVerified":true`),
		"unexpected member": node(`,"isApproved":true`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := shown(t, list(`[`+nodes+`]`))
			p.Must(err)
			got := p.Got
			if got.State != service.StatePending || got.RemoteID != "V_1" || got.Token(p.Method) != "a54b7bed2f" || !got.TokenExpiresAt(p.Method).Equal(expires) || got.Reason != "" {
				t.Errorf("got %+v", got)
			}
			p.Token = got.Token(p.Method)
			want := service.Publication{Record: &service.Record{Name: "_gh-Acme-o.d0.corp.test", Type: "TXT", Value: "a54b7bed2f", TTL: 300}}
			p.WantEqual("publication", want, p.Publication())
		})
	}
}

func TestRecordIsTakenInEveryForm(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"_github-challenge-Acme.d0.corp.test.":    "_github-challenge-Acme.d0.corp.test",
		"_github-challenge-Acme-org.d0.corp.test": "_github-challenge-Acme-org.d0.corp.test",
		"_gh-acme-e.D0.CORP.TEST":                 "_gh-acme-e.D0.CORP.TEST",
	} {
		p, err := shown(t, list(`[`+node(`,"id":"MDEyOk9yZw==","verificationToken":"0123456789abcdef0123456789abcd","dnsHostName":"`+host+`"`)+`]`))
		p.Must(err)
		p.Token = p.Got.Token(p.Method)
		if got := p.Publication().Record; got.Name != want || got.Value != "0123456789abcdef0123456789abcd" || p.Got.RemoteID != "MDEyOk9yZw==" {
			t.Errorf("%s: %+v, %+v", host, got, p.Got)
		}
	}
}

// Invariant 18.
func TestRecordThatCannotBePublishedBlocksItsDomainAlone(t *testing.T) {
	t.Parallel()
	members := []string{`,"dnsHostName":"_gh-acme-o.d0.corp.test.evil.test"`, `,"dnsHostName":"d0.corp.test"`, `,"dnsHostName":"a b.d0.corp.test"`}
	for _, token := range servicetest.Unpublishable() {
		members = append(members, `,"verificationToken":"`+token+`"`)
	}
	for _, member := range members {
		w := newWorld(t)
		other := node(`,"id":"V_2","punycodeEncodedDomain":"d1.corp.test","dnsHostName":"_gh-Acme-o.d1.corp.test"`)
		w.Fault(servicetest.Always(listRequest, "status:200", list(`[`+node(member)+`,`+other+`]`)))
		p := w.Player()
		_, err := p.Challenged()
		w.WantError(err, service.Blocked, "GitHub shows")
		if found := p.Read(); found.Token(p.Method) != "" || found.Notice == "" {
			t.Errorf("%s: %+v", member, found)
		}
		_, err = p.For(servicetest.Domain(1)).Challenged()
		w.Must(err)
	}
}

func TestResponseAboutAnotherDomainIsNotUsed(t *testing.T) {
	t.Parallel()
	for name, members := range map[string]string{
		"domain": `,"punycodeEncodedDomain":"evil.test"`, "owner": `,"owner":{"id":"O_9"}`, "no owner": `,"owner":{"id":""}`, "no ID": `,"id":""`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Fault(
				servicetest.Always(listRequest, "status:200", list(`[]`)),
				servicetest.Always(addRequest, "status:200", `{"data":{"addVerifiableDomain":{"domain":`+node(members)+`}}}`),
			)
			w.WantError(w.Player().Add(), service.Transient)
			w.Heal()
			w.Fault(
				servicetest.Always(listRequest, "status:200", list(`[`+node(``)+`]`)),
				servicetest.Always(verifyRequest, "status:200", `{"data":{"verifyVerifiableDomain":{"domain":`+node(members+`,"isVerified":true`)+`}}}`),
			)
			p := w.Player()
			p.Token = "a54b7bed2f"
			w.WantError(p.Verify(), service.Transient)
			if p.Read().State.Verified() {
				t.Error("it counts as verified")
			}
		})
	}
}

func TestFoundFlagsAreShownAndDecideNothing(t *testing.T) {
	t.Parallel()
	for flags, word := range map[string]string{
		`true,"hasFoundVerificationToken":true`: "and one with the token", `true,"hasFoundVerificationToken":false`: "not the token in it",
		`false,"hasFoundVerificationToken":true`: "none with the expected name", `false,"hasFoundVerificationToken":false`: "neither",
	} {
		w := newWorld(t)
		w.Fault(
			servicetest.Always(listRequest, "status:200", list(`[`+node(``)+`]`)),
			servicetest.Always(verifyRequest, "status:200", `{"data":{"verifyVerifiableDomain":{"domain":`+node(`,"hasFoundHostName":`+flags)+`}}}`),
		)
		p := w.Player()
		p.Token = "a54b7bed2f"
		w.WantError(p.Verify(), service.NotYet, word)
	}
}

// wire/github.md 6.
func TestLimitOfWhichNothingIsLeftIsWaitedForUntilItEnds(t *testing.T) {
	t.Parallel()
	const primary, secondary = `"message":"API rate limit exceeded"`, `"message":"You have exceeded a secondary rate limit."`
	for _, limit := range []string{`"type":"RATE_LIMITED",` + primary, `"type":"RATE_LIMIT","code":"graphql_rate_limit",` + primary, primary, secondary} {
		t.Run(limit, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			begun := w.Clock.Now()
			reset := strconv.FormatInt(begun.Add(40*time.Second).Unix(), 10)
			w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
				response, err := servicetest.Direct(request)
				if err == nil && w.Clock.Now().Before(begun.Add(30*time.Second)) {
					response.Header.Set("X-Ratelimit-Remaining", "0")
					response.Header.Set("X-Ratelimit-Reset", reset)
				}
				return response, err
			})
			w.Fault(servicetest.Once(listRequest, "status:200", `{"data":null,"errors":[{`+limit+`}]}`))
			w.Player().WantRead(service.StateAbsent)
			if took := w.Clock.Now().Sub(begun); took != 40*time.Second {
				t.Errorf("it took %s", took)
			}
			w.WantCount(listRequest, 2)
		})
	}
}

// The clock of the machine may be wrong: behind, the end would never come, and ahead, each
// request while limited may cost the account.
func TestEndOfThePrimaryLimitIsThatOfGitHubsClock(t *testing.T) {
	t.Parallel()
	for _, wrong := range []time.Duration{-time.Hour, time.Hour} {
		w := newWorld(t)
		begun := w.Clock.Now()
		w.Definition.New = func(values service.Values, deps service.Dependencies) (service.Service, error) {
			deps.Now = func() time.Time { return w.Clock.Now().Add(wrong) }
			return github.Definition().New(values, deps)
		}
		w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
			response, err := servicetest.Direct(request)
			if err == nil {
				response.Header.Set("X-Ratelimit-Remaining", "0")
				response.Header.Set("X-Ratelimit-Reset", strconv.FormatInt(begun.Add(40*time.Second).Unix(), 10))
			}
			return response, err
		})
		w.Fault(servicetest.Once(listRequest, "status:200", `{"data":null,"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}`))
		w.Must(w.Player().TryRead())
		if took := w.Clock.Now().Sub(begun); took != 40*time.Second {
			t.Errorf("%s: it took %s", wrong, took)
		}
	}
}

// What is then said about its end is not about this limit.
func TestPrimaryLimitOfWhichSomethingIsLeftLastsAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun := w.Clock.Now()
	w.Fault(servicetest.Once(listRequest, "status:200", `{"errors":[{"type":"RATE_LIMIT","code":"graphql_rate_limit","message":"API rate limit already exceeded for user ID 4."}]}`))
	w.Player().WantRead(service.StateAbsent)
	if took := w.Clock.Now().Sub(begun); took != time.Minute {
		t.Errorf("it took %s", took)
	}
}

// Invariant 6.
func TestFailureOfGitHubWithinASuccessIsNoRefusal(t *testing.T) {
	t.Parallel()
	const crashed = `{"data":null,"errors":[{"message":"Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. Please include 'B6B0:3B4A:1:2:3' when reporting this issue."}]}`
	const tooMuch = `{"data":{"organization":null},"errors":[{"type":"RESOURCE_LIMITS_EXCEEDED","path":["organization"],"message":"Resource limits for this query exceeded."}]}`
	for name, c := range map[string]struct {
		call   string
		before service.State
		do     func(*servicetest.Player) error
	}{
		"read":    {listRequest, "", (*servicetest.Player).TryRead},
		"add":     {addRequest, "", (*servicetest.Player).Add},
		"verify":  {verifyRequest, service.StatePending, (*servicetest.Player).Verify},
		"renew":   {renewRequest, service.StatePending, (*servicetest.Player).Renew},
		"release": {releaseRequest, service.StateVerified, (*servicetest.Player).Release},
	} {
		for kind, requests := range map[string]int{"status:200": 2, "status_after:200": 1} {
			for failed, word := range map[string]string{crashed: "Something went wrong", tooMuch: "Resource limits"} {
				t.Run(name+", "+kind+", "+word, func(t *testing.T) {
					t.Parallel()
					w := newWorld(t)
					p := w.Player().Bring(c.before).Anew()
					w.ForgetRequests()
					w.Fault(servicetest.Once(c.call, kind, failed))
					w.Must(c.do(p))
					if c.call != listRequest {
						w.WantCount(c.call, requests)
					}
					w.Fault(servicetest.Always(listRequest, "status:200", failed))
					w.WantError(p.Anew().TryRead(), service.Transient, "failed to handle", word)
				})
			}
		}
	}
}

// The last request that the limit allows may be refused for a reason of its own.
func TestRefusalIsNoLimitThoughNothingIsLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Header(listRequest, "X-Ratelimit-Remaining", func(*http.Request) string { return "0" })
	w.Player().WantRead(service.StateAbsent)
	w.Fault(servicetest.Always(listRequest, "status:200", `{"data":null,"errors":[{"type":"NOT_FOUND","message":"no"}]}`))
	w.WantError(w.Player().TryRead(), service.NotFound)
}

func TestLongPrimaryLimitSaysWhenItEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nothing := 0
	w.Must(w.Limit(githubsim.LimitSpec{Remaining: &nothing}))
	p := w.Player()
	if failure := w.WantError(p.TryRead(), service.Throttled); failure.RetryAfter != time.Hour {
		t.Errorf("it lasts %s", failure.RetryAfter)
	}
	w.WantError(p.For(servicetest.Domain(1)).TryRead(), service.Throttled)
	w.WantCount(listRequest, 1)
}

func TestSecondaryLimitIsHeededInEveryForm(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"403_retry_after", "200_errors", "403_plain"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Set(githubsim.SwitchSecondaryLimit, form)
			p := w.Player().Bring(service.StatePending)
			w.Must(w.Limit(githubsim.LimitSpec{Secondary: simhttp.Duration{Duration: 50 * time.Second}}))
			begun := w.Clock.Now()
			w.Must(p.Verify())
			if took := w.Clock.Now().Sub(begun); took < 50*time.Second || took > 70*time.Second {
				t.Errorf("it took %s", took)
			}
			w.WantCount(verifyRequest, 2)
			if ignored := w.Snapshot().Limits.Ignored; ignored > 1 {
				t.Errorf("%d calls while the limit held", ignored)
			}
		})
	}
}

func TestSAMLRefusalNamesThePageToVisit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	enforced := true
	w.Must(w.ChangeOwner(githubsim.OwnerChange{SAML: &enforced}))
	w.WantError(w.Player().TryRead(), service.Denied, "single sign-on", "https://github.com/orgs/Acme-Corp/sso?authorization_request=", "not authorized")
	for _, hostile := range []string{"required; url=javascript:alert(1)", "required", "url=http://evil.test/", "partial-results; organizations=1"} {
		w = newWorld(t)
		w.Must(w.ChangeOwner(githubsim.OwnerChange{SAML: &enforced}))
		w.Header(listRequest, "X-Github-Sso", func(*http.Request) string { return hostile })
		failure := w.WantError(w.Player().TryRead(), service.Denied, "settings/tokens")
		if strings.Contains(fmt.Sprint(failure), "evil") || strings.Contains(failure.Advice, "alert") {
			t.Errorf("%s: %s", hostile, failure.Advice)
		}
	}
}
