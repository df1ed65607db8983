// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func txtToken(token string) map[service.Method]string {
	return map[service.Method]string{service.MethodDNSTXT: token}
}

func TestEveryVariantOfADomainIsRead(t *testing.T) {
	t.Parallel()
	const remote = "org_domain_01SCRIPT"
	for shown, want := range map[string]service.Domain{
		`"state":"pending","verification_token":"T",`:                                    {State: service.StatePending, RemoteID: remote, Tokens: txtToken("T")},
		`"state":"verified","verification_token":null,"verification_strategy":"manual",`: {State: service.StateVerified, RemoteID: remote},
		`"state":"legacy_verified",`:                                                     {State: service.StateVerified, RemoteID: remote},
		`"state":"unverified","verification_token":"T",`:                                 {State: service.StateUnverified, RemoteID: remote, Tokens: txtToken("T")},
		`"state":null,"verification_prefix":null,`:                                       {State: service.StateUnknown, RemoteID: remote, Reason: "WorkOS does not show the state of the domain"},
		``: {State: service.StateUnknown, RemoteID: remote, Reason: "WorkOS does not show the state of the domain"},
		`"state":"reviewing","verification_strategy":"telepathy","a_new_field":{"deep":[1]},`:  {State: service.StateUnknown, RemoteID: remote, Reason: `WorkOS shows the state "reviewing", which is not documented`},
		`"state":"pending","verification_strategy":"manual","organization_id":"org_01SCRIPT",`: {State: service.StatePending, RemoteID: remote, Reason: "it was declared by hand, so that WorkOS does not look for a record"},
	} {
		s := newScripted(t, shown)
		if diff := cmp.Diff(want, read(t, s.adapter, s.id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", shown, diff)
		}
	}
}

// A response that leaves out what another one has shown does not unsay it.
func TestTokenThatAResponseLeavesOutStaysKnown(t *testing.T) {
	t.Parallel()
	s := newScripted(t, `"state":"pending","verification_token":"T0ken","verification_prefix":"P",`)
	read(t, s.adapter, s.id)
	s.respond = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(`{"id":"org_domain_01SCRIPT","domain":"acme.test","state":"pending"}`))
		}
		return r.Method == http.MethodPost
	}
	_, err := verify(t, s.adapter, s.id, "T0ken")
	must(t, err)
	if got := read(t, s.adapter, s.id).Token(service.MethodDNSTXT); got != "T0ken" {
		t.Errorf("token %q, want it kept", got)
	}
	publication, err := s.adapter.Publication(t.Context(), s.id, service.MethodDNSTXT, "T0ken")
	must(t, err)
	if publication.Record.Value != "P=T0ken" {
		t.Errorf("record %q, want the prefix kept", publication.Record.Value)
	}
}

// Least of all is it an organization without domains: the state would lose them all.
func TestSuccessWithoutTheObjectIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"id":"org_01SCRIPT","name":"Acme"}`, `{"id":"org_01SCRIPT","name":"Acme","domains":null}`} {
		s := newScripted(t, `"state":"pending",`)
		s.respond = func(w http.ResponseWriter, _ *http.Request) bool {
			_, _ = w.Write([]byte(body))
			return true
		}
		_, err := s.adapter.Read(t.Context(), s.id)
		wantError(t, err, service.Transient, "does not contain the organization and its domains")
	}
}

// responding gives the requests that match with a body.
func (s *scripted) responding(match, body string) {
	s.respond = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.Method+" "+r.URL.Path, match) {
			return false
		}
		_, _ = w.Write([]byte(body))
		return true
	}
}

// Invariant 18: a response about something else is an error that shows both.
func TestResponseAboutAnotherDomainOrOrganizationIsNotUsed(t *testing.T) {
	t.Parallel()
	const empty = `{"id":"org_01SCRIPT","domains":[]}`
	for name, c := range map[string]struct {
		match, body string
		do          func(*testing.T, *scripted) error
		texts       []string
	}{
		"created domain": {"POST /organization_domains", `{"id":"org_domain_1","domain":"evil.test","state":"pending"}`, addTo, []string{"acme.test", "evil.test"}},
		"organization of the created domain": {
			"POST /organization_domains", `{"id":"org_domain_1","domain":"acme.test","organization_id":"org_OTHER"}`, addTo, []string{"org_01SCRIPT", "org_OTHER"},
		},
		"organization that was read":           {"GET /organizations/", `{"id":"org_OTHER","domains":[]}`, readFrom, []string{"org_01SCRIPT", "org_OTHER"}},
		"organization of a domain in the list": {"GET /organizations/", `{"id":"org_01SCRIPT","domains":[{"id":"d","domain":"acme.test","organization_id":"org_OTHER"}]}`, readFrom, []string{"org_OTHER"}},
		"domain without a name in the list":    {"GET /organizations/", `{"id":"org_01SCRIPT","domains":[null]}`, readFrom, []string{"does not contain the name"}},
		"domain that was read":                 {"GET /organization_domains/", `{"id":"org_domain_01SCRIPT","domain":"evil.test"}`, challengeOf, []string{"acme.test", "evil.test"}},
		"id of the domain that was read":       {"GET /organization_domains/", `{"id":"org_domain_2","domain":"acme.test"}`, challengeOf, []string{"org_domain_2"}},
		"domain of a verification":             {"/verify", `{"id":"org_domain_01SCRIPT","domain":"evil.test","state":"verified"}`, verifyAt, []string{"acme.test", "evil.test"}},
		"another external id":                  {"GET /organizations/external_id/", `{"id":"org_01SCRIPT","external_id":"b","domains":[]}`, findByExternalID, []string{`"a"`, `"b"`}},
		"list without data":                    {"GET /organizations", `{"list_metadata":{}}`, findByName, []string{"does not contain a list"}},
	} {
		s := newScripted(t, `"state":"pending","verification_token":"T0ken",`)
		s.responding(c.match, c.body)
		if strings.HasPrefix(c.match, "POST ") {
			posted := s.respond
			s.respond = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodGet {
					_, _ = w.Write([]byte(empty))
					return true
				}
				return posted(w, r)
			}
		}
		t.Run(name, func(t *testing.T) { wantError(t, c.do(t, s), service.Transient, c.texts...) })
	}
}

func addTo(t *testing.T, s *scripted) error {
	t.Helper()
	_, err := s.adapter.Add(t.Context(), s.id)
	return err
}

func readFrom(t *testing.T, s *scripted) error {
	t.Helper()
	_, err := s.adapter.Read(t.Context(), s.id)
	return err
}

func challengeOf(t *testing.T, s *scripted) error {
	t.Helper()
	_, err := s.adapter.Challenge(t.Context(), s.id, service.MethodDNSTXT)
	return err
}

func verifyAt(t *testing.T, s *scripted) error {
	t.Helper()
	_, err := verify(t, s.adapter, s.id, "T0ken")
	return err
}

func findByExternalID(t *testing.T, s *scripted) error {
	t.Helper()
	_, err := s.adapter.FindOrganizations(t.Context(), service.OrganizationQuery{ExternalID: "a"})
	return err
}

func findByName(t *testing.T, s *scripted) error {
	t.Helper()
	_, err := s.adapter.FindOrganizations(t.Context(), service.OrganizationQuery{Name: "a"})
	return err
}

// Invariant 18: nothing of it is published, and only the domain itself needs it.
func TestTokenOrPrefixThatCannotBeOneIsNotUsedAndBlocksNeitherReadingNorRelease(t *testing.T) {
	t.Parallel()
	for _, shown := range []string{
		`"verification_token":"a\" \"v=spf1 +all",`, `"verification_token":" ",`, `"verification_token":"${path.cwd}",`, `"verification_token":"a\nb",`,
		`"verification_token":"` + strings.Repeat("x", 10000) + `",`, `"verification_token":"T","verification_prefix":"a b",`,
	} {
		s := newScripted(t, `"state":"pending",`+shown)
		found := read(t, s.adapter, s.id)
		if found.State != service.StatePending || found.Tokens != nil || found.Notice == "" || len(found.Notice) > 400 {
			t.Errorf("%.60s reads %+v, want it pending without a token and with a notice", shown, found)
		}
		wantError(t, challengeOf(t, s), service.Blocked, "is invalid")
		wantError(t, verifyAt(t, s), service.Blocked, "is invalid")
		s.respond = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodDelete {
				s.responding("GET /organizations/", `{"id":"org_01SCRIPT","domains":[]}`)
				w.WriteHeader(http.StatusNoContent)
				return true
			}
			return false
		}
		must(t, s.adapter.Release(t.Context(), service.ReleaseRequest{ID: s.id}))
	}
}

// Who waits together shares one reading; nobody may write into its error.
func TestErrorOfASharedReadingIsNotShared(t *testing.T) {
	t.Parallel()
	s := newScripted(t, "")
	s.respond = func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusForbidden)
		return true
	}
	errs := make(chan error, 20)
	for range cap(errs) {
		go func() {
			_, err := s.adapter.Read(t.Context(), s.id)
			errs <- err
		}()
	}
	seen := map[*service.Error]bool{}
	for range cap(errs) {
		typed, ok := errors.AsType[*service.Error](<-errs)
		if !ok || seen[typed] {
			t.Fatalf("%v is shared", typed)
		}
		seen[typed] = true
		typed.Advice = "changed"
	}
}
