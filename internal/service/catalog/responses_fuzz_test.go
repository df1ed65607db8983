// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// FuzzResponses lets every service of the catalog respond with anything to every call
// of the contract. The seeds are what the simulators respond with.
//
// A call never panics; an error has a class and texts without control characters; no
// token is taken that CheckToken refuses, or from a response that does not name the
// domain (invariant 18); no secret shows, and no other host is contacted (invariant 9).
func FuzzResponses(f *testing.F) {
	definitions := catalog.Definitions()
	hostile := []string{"\x1b[2J\u202e", "${file(\"/etc/passwd\")}", "other.test", "LIFE.corp.test.", "%s\n\"", strings.Repeat("é", 600)}
	seeds := 0
	values := recordLives(f, definitions, func(of, call int, script []byte) {
		f.Add(uint8(of), uint8(call), script, uint16(0), "")
		f.Add(uint8(of), uint8(call), slices.Concat([]byte(`503{"message":"no"}`), []byte{separator}, script), uint16(seeds), hostile[seeds%len(hostile)])
		seeds++
	})
	f.Fuzz(func(t *testing.T, of, call uint8, script []byte, at uint16, text string) {
		if text != "" {
			script = replaceString(script, int(at), text)
		}
		definition := definitions[int(of)%len(definitions)]
		p := newPlay(t, definition, values[definition.Name])
		p.responses = split(script)
		p.tokensToo = call >= scriptTokens
		done := calls()[int(call%scriptTokens)%len(calls())](p)
		p.check(done)
	})
}

var stringForm = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// replaceString puts a text in place of the n-th JSON string, names of members
// included: mutations of octets hardly ever leave valid JSON.
func replaceString(script []byte, n int, text string) []byte {
	found := stringForm.FindAllIndex(script, -1)
	spelled, err := json.Marshal(text)
	if err != nil || len(found) == 0 {
		return script
	}
	at := found[n%len(found)]
	return slices.Concat(script[:at[0]], spelled, script[at[1]:])
}

const (
	separator = '\x1e' // ASCII's record separator, which JSON does not hold
	// scriptTokens, added to a call, lets the script respond to token requests as well.
	scriptTokens = 128
	domain       = "life.corp.test"
	token        = "c0de4711"
)

// play is one call of a new process to a service that responds by a script.
type play struct {
	service.Service
	t         *testing.T
	id        service.DomainID
	secrets   []string
	hosts     []string
	tokensToo bool
	mu        sync.Mutex
	// responses are a status of three digits and a body each; the last one stays.
	responses [][]byte
	// seen is what was responded with so far.
	seen [][]byte
	// real, if set, responds in place of the script.
	real http.RoundTripper
}

func newPlay(t testing.TB, definition service.Definition, values service.Values) *play {
	t.Helper()
	p := &play{secrets: definition.Secrets(values)}
	p.t, _ = t.(*testing.T)
	for _, value := range values {
		if parsed, err := url.Parse(value); err == nil && parsed.Host != "" {
			p.hosts = append(p.hosts, parsed.Host)
		}
	}
	clock := &polltest.Clock{}
	made, err := definition.New(values, service.Dependencies{
		UserAgent: "test", Transport: p, Now: clock.Now, Sleep: clock.Sleep, Random: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	organizationID, err := made.CanonicalOrganizationID("")
	if err != nil {
		t.Fatal(err)
	}
	p.Service, p.id = made, service.DomainID{Service: definition.Name, OrganizationID: organizationID, Domain: domain}
	return p
}

// RoundTrip implements http.RoundTripper.
func (p *play) RoundTrip(request *http.Request) (*http.Response, error) {
	var sent []byte
	if request.Body != nil {
		sent, _ = io.ReadAll(request.Body)
		request.Body = io.NopCloser(bytes.NewReader(sent))
	}
	isToken := bytes.Contains(sent, []byte("grant_type="))
	if p.real != nil {
		return p.record(request, isToken)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Contains(p.hosts, request.URL.Host) {
		p.t.Errorf("the request %s %s goes to another host than %v", request.Method, request.URL, p.hosts)
	}
	if isToken && !p.tokensToo {
		return respond(request, []byte(`200{"access_token":"issued-access-token","expires_in":3600,"token_type":"Bearer"}`)), nil
	}
	next := p.responses[0]
	if len(p.responses) > 1 {
		p.responses = p.responses[1:]
	}
	p.seen = append(p.seen, next)
	return respond(request, next), nil
}

func respond(request *http.Request, response []byte) *http.Response {
	status, body := http.StatusOK, response
	if number, err := strconv.Atoi(string(response[:min(3, len(response))])); err == nil && number >= 200 && number <= 599 {
		status, body = number, response[3:]
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}, "X-Request-Id": {"r1"}},
		Body: io.NopCloser(bytes.NewReader(body)), Request: request,
	}
}

// outcome is all that a call returns.
type outcome struct {
	domains   map[string]service.Domain
	challenge *service.Challenge
	texts     []string
	err       error
}

// Calls by their places in the list below.
const (
	callAdd       = 1
	callChallenge = 2
	callVerify    = 5
	callRelease   = 6
)

// calls are those of the contract. One that a service does not have is a reading.
func calls() []func(*play) outcome {
	return []func(*play) outcome{
		func(p *play) outcome { return p.one(p.Read(p.ctx(), p.id)) },
		func(p *play) outcome { return p.one(p.Add(p.ctx(), p.id)) },
		func(p *play) outcome { return p.challenged(0) },
		func(p *play) outcome { return p.challenged(1) },
		func(p *play) outcome { return p.challenged(2) },
		func(p *play) outcome {
			return p.one(p.Verify(p.ctx(), service.VerifyRequest{ID: p.id, Method: p.Capabilities().Methods[0], Token: token}))
		},
		func(p *play) outcome { return outcome{err: p.Release(p.ctx(), service.ReleaseRequest{ID: p.id})} },
		optional(func(p *play, s service.Claimer) outcome {
			return outcome{err: s.Claim(p.ctx(), service.ClaimRequest{ID: p.id})}
		}),
		optional(func(p *play, s service.Claimer) outcome { return outcome{err: s.Unclaim(p.ctx(), p.id)} }),
		optional(func(p *play, s service.Explainer) outcome {
			return outcome{err: s.Explain(p.ctx(), p.id, p.Capabilities().Methods[0], token)}
		}),
		optional(func(p *play, s service.LockoutGuard) outcome {
			notice, err := s.GuardVerify(p.ctx(), p.id)
			return outcome{texts: []string{notice}, err: err}
		}),
		optional(func(p *play, s service.LockoutGuard) outcome {
			notice, err := s.GuardRelease(p.ctx(), p.id)
			return outcome{texts: []string{notice}, err: err}
		}),
		optional(func(p *play, s service.Lister) outcome {
			snapshot, err := s.Domains(p.ctx(), p.id.OrganizationID)
			return outcome{domains: snapshot.Domains, err: err}
		}),
		optional(func(p *play, s service.OrganizationReader) outcome {
			shown, err := s.Organization(p.ctx(), p.id.OrganizationID)
			return outcome{domains: shown.Domains, texts: []string{shown.ID, shown.Name, shown.ExternalID}, err: err}
		}),
		optional(func(p *play, s service.OrganizationFinder) outcome {
			_, err := s.FindOrganizations(p.ctx(), service.OrganizationQuery{Domain: domain})
			return outcome{err: err}
		}),
		optional(func(p *play, s service.OrganizationFinder) outcome {
			_, err := s.FindOrganizations(p.ctx(), service.OrganizationQuery{Name: "Acme"})
			return outcome{err: err}
		}),
		optional(func(p *play, s service.PortalLinker) outcome {
			_, err := s.PortalLink(p.ctx(), service.PortalLinkRequest{OrganizationID: p.id.OrganizationID})
			return outcome{err: err}
		}),
	}
}

func optional[S any](call func(*play, S) outcome) func(*play) outcome {
	return func(p *play) outcome {
		if able, ok := p.Service.(S); ok {
			return call(p, able)
		}
		return p.one(p.Read(p.ctx(), p.id))
	}
}

func (p *play) ctx() context.Context {
	if p.t == nil {
		return context.Background()
	}
	return p.t.Context()
}

func (p *play) one(found service.Domain, err error) outcome {
	return outcome{domains: map[string]service.Domain{domain: found}, err: err}
}

func (p *play) challenged(n int) outcome {
	methods := p.Capabilities().Methods
	challenge, err := p.Challenge(p.ctx(), p.id, methods[n%len(methods)])
	return outcome{challenge: &challenge, err: err}
}

func (p *play) check(done outcome) {
	p.checkError(done.err)
	for name, found := range done.domains {
		for _, token := range found.Tokens {
			p.checkToken(name, token)
		}
		if done.err == nil && (found.State.Verified() || found.State == service.StateFailed) && !p.isNamed(name) {
			p.t.Errorf("%s is taken to be %s, and no response names it", name, found.State)
		}
	}
	if done.challenge != nil && done.err == nil {
		p.checkToken(domain, done.challenge.Token)
		p.checkPublication(*done.challenge)
	}
	p.checkSecrets(fmt.Sprintf("%+v", done))
}

// withoutName is the service whose response to a request for a token names its method alone.
const withoutName = "google"

func (p *play) checkToken(name, token string) {
	if err := service.CheckToken(token); err != nil {
		p.t.Errorf("a token of %s was taken: %v", name, err)
	}
	if p.Name() != withoutName && !p.isNamed(name) {
		p.t.Errorf("the token %q was taken for %s, and no response names it", token, name)
	}
}

// checkPublication wants a published value to lead back to its token.
func (p *play) checkPublication(challenge service.Challenge) {
	record, method := challenge.Publication.Record, service.MethodDNSTXT
	if record == nil || record.Type != "TXT" {
		return
	}
	if found, ok := p.ParsePublished(method, record.Value); !ok || found != challenge.Token {
		p.t.Errorf("the value %q parses to %q, %t; want the token %q", record.Value, found, ok, challenge.Token)
	}
	if strings.ContainsFunc(record.Value, displaytext.Invisible) {
		p.t.Errorf("the value %q is to be published", record.Value)
	}
}

var classes = []service.Class{
	service.NotFound, service.NotYet, service.AlreadyExists, service.AlreadyVerified, service.HeldElsewhere, service.Blocked,
	service.Rotated, service.Throttled, service.Denied, service.Rejected, service.Transient, service.Interrupted,
}

func (p *play) checkError(err error) {
	if err == nil {
		return
	}
	typed, ok := errors.AsType[*service.Error](err)
	if !ok {
		p.t.Fatalf("the error %#v is none of package service", err)
	}
	if !slices.Contains(classes, typed.Class) || typed.Operation == "" || typed.Reason == "" {
		p.t.Errorf("the error %+v lacks class, operation or reason", typed)
	}
	for _, text := range []string{typed.Operation, typed.Reason, typed.Response.Code, typed.Response.Message, typed.Response.RequestID} {
		if displaytext.Escape(text) != text {
			p.t.Errorf("the error holds the text %q", text)
		}
	}
	if displaytext.Lines(typed.Advice) != typed.Advice {
		p.t.Errorf("the error holds the advice %q", typed.Advice)
	}
	if typed.RetryAfter < 0 {
		p.t.Errorf("the error names a pause of %s", typed.RetryAfter)
	}
	p.checkSecrets(err.Error())
}

func (p *play) checkSecrets(text string) {
	for _, secret := range p.secrets {
		if strings.Contains(text, secret) {
			p.t.Errorf("the secret %q shows in %s", secret, text)
		}
	}
}

// isNamed reports whether a text of any response is the domain, however it is spelled.
func (p *play) isNamed(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.seen, func(response []byte) bool {
		if number, err := strconv.Atoi(string(response[:min(3, len(response))])); err == nil && number >= 200 {
			response = response[3:]
		}
		decoded, err := adapter.DecodeJSON(response)
		if err != nil {
			return bytes.Contains(bytes.ToLower(response), []byte(name))
		}
		return slices.ContainsFunc(adapter.TextsIn(decoded), func(text string) bool {
			return strings.EqualFold(text, name) || domainname.Equal(text, name)
		})
	})
}

func split(script []byte) [][]byte { return bytes.Split(script, []byte{separator}) }
