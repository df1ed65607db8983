// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// answering answers the requests that match with a body.
func (s *scripted) answering(match, body string) {
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.Method+" "+r.URL.Path, match) {
			return false
		}
		_, _ = w.Write([]byte(body))
		return true
	}
}

// Invariant 18: an answer about something else is an error that shows both.
func TestAnswerAboutAnotherDomainOrOrganizationIsNotUsed(t *testing.T) {
	t.Parallel()
	const empty = `{"id":"org_01SCRIPT","domains":[]}`
	for name, c := range map[string]struct {
		match, body string
		do          func(*testing.T, *scripted) error
		words       []string
	}{
		"created domain": {"POST /organization_domains", `{"id":"org_domain_1","domain":"evil.test","state":"pending"}`, addTo, []string{"acme.test", "evil.test"}},
		"organization of the created domain": {
			"POST /organization_domains", `{"id":"org_domain_1","domain":"acme.test","organization_id":"org_OTHER"}`, addTo, []string{"org_01SCRIPT", "org_OTHER"},
		},
		"organization that was read":           {"GET /organizations/", `{"id":"org_OTHER","domains":[]}`, readFrom, []string{"org_01SCRIPT", "org_OTHER"}},
		"organization of a domain in the list": {"GET /organizations/", `{"id":"org_01SCRIPT","domains":[{"id":"d","domain":"acme.test","organization_id":"org_OTHER"}]}`, readFrom, []string{"org_OTHER"}},
		"domain without a name in the list":    {"GET /organizations/", `{"id":"org_01SCRIPT","domains":[null]}`, readFrom, []string{"without its name"}},
		"domain that was read":                 {"GET /organization_domains/", `{"id":"org_domain_01SCRIPT","domain":"evil.test"}`, challengeOf, []string{"acme.test", "evil.test"}},
		"id of the domain that was read":       {"GET /organization_domains/", `{"id":"org_domain_2","domain":"acme.test"}`, challengeOf, []string{"org_domain_2"}},
		"domain of a verification":             {"/verify", `{"id":"org_domain_01SCRIPT","domain":"evil.test","state":"verified"}`, verifyAt, []string{"acme.test", "evil.test"}},
		"another external id":                  {"GET /organizations/external_id/", `{"id":"org_01SCRIPT","external_id":"b","domains":[]}`, findByExternalID, []string{`"a"`, `"b"`}},
		"list without data":                    {"GET /organizations", `{"list_metadata":{}}`, findByName, []string{"without a list"}},
	} {
		s := newScripted(t, `"state":"pending","verification_token":"T0ken",`)
		s.answering(c.match, c.body)
		if strings.HasPrefix(c.match, "POST ") {
			posted := s.answer
			s.answer = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodGet {
					_, _ = w.Write([]byte(empty))
					return true
				}
				return posted(w, r)
			}
		}
		t.Run(name, func(t *testing.T) { wantError(t, c.do(t, s), service.Transient, c.words...) })
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
		wantError(t, challengeOf(t, s), service.Blocked, "cannot be one")
		wantError(t, verifyAt(t, s), service.Blocked, "cannot be one")
		s.answer = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodDelete {
				s.answering("GET /organizations/", `{"id":"org_01SCRIPT","domains":[]}`)
				w.WriteHeader(http.StatusNoContent)
				return true
			}
			return false
		}
		must(t, s.adapter.Release(t.Context(), service.ReleaseRequest{ID: s.id}))
	}
}

func TestLinkThatIsNoHTTPSAddressIsNotHandedOut(t *testing.T) {
	t.Parallel()
	for _, link := range []string{"javascript:alert(1)", "http://setup.workos.com", "https:///x", `https://setup.workos.com/\u001b[2J`} {
		s := newScripted(t, ``)
		s.answering("POST /portal", `{"link":"`+link+`"}`)
		_, err := s.adapter.PortalLink(t.Context(), service.PortalLinkRequest{OrganizationID: s.id.OrganizationID})
		wantError(t, err, service.Transient, "no https URL")
	}
}

func TestCodeRequestIDAndWordsAreShownWithControlCharactersEscaped(t *testing.T) {
	t.Parallel()
	s := newScripted(t, ``)
	s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("X-Request-Id", "1\u009b2J")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"code":"\u001b]0;x\u0007","message":"red \u001b[31m"}`))
		return true
	}
	got := answerOf(readFrom(t, s))
	if all := got.Code + got.Message + got.RequestID; strings.ContainsAny(all, "\x1b\a\u009b") || !contains(got.Code, `\u{001B}`) || !contains(got.RequestID, `\u{009B}`) {
		t.Errorf("the answer is %+v", got)
	}
}

// What is no list does not show that there is no event (invariant 18).
func TestEventsAnsweredWithoutAListAreNotTakenForNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`null`, `{}`, `{"data":null,"list_metadata":{"after":null}}`} {
		s := newScripted(t, `"state":"failed",`)
		s.answer = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/events" {
				_, _ = w.Write([]byte(body))
			}
			return r.URL.Path == "/events"
		}
		if got := read(t, s.adapter, s.id).Reason; !strings.Contains(got, "without a list of events") {
			t.Errorf("%s: the reason is %q", body, got)
		}
	}
}

func TestPagesThatComeBackEnd(t *testing.T) {
	t.Parallel()
	s := newScripted(t, "")
	asked := 0
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		asked++
		next := map[string]string{"": "org_a", "org_a": "org_b", "org_b": "org_a"}[r.URL.Query().Get("after")]
		_, _ = w.Write([]byte(`{"data":[],"list_metadata":{"after":"` + next + `"}}`))
		return true
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, err := s.adapter.FindOrganizations(ctx, service.OrganizationQuery{Name: "Acme"})
	must(t, err)
	if asked != 3 {
		t.Errorf("%d pages were asked for, want 3", asked)
	}
}

func TestTextsOfAFoundOrganizationAreShownEscaped(t *testing.T) {
	t.Parallel()
	s := newScripted(t, "")
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		found := `{"id":"org_01SCRIPT","name":"A\u001b[2J","external_id":"%s","domains":[]}`
		if strings.HasPrefix(r.URL.Path, "/organizations/external_id/") {
			_, _ = fmt.Fprintf(w, found, "mine")
		} else {
			_, _ = fmt.Fprintf(w, `{"data":[`+found+`]}`, `b\u0007`)
		}
		return true
	}
	for _, query := range []service.OrganizationQuery{{ExternalID: "mine"}, {Name: "A\x1b[2J"}} {
		found, err := s.adapter.FindOrganizations(t.Context(), query)
		must(t, err)
		if len(found) != 1 || strings.ContainsAny(found[0].Name+found[0].ExternalID, "\x1b\a") {
			t.Errorf("%+v gives %+q", query, fmt.Sprint(found))
		}
	}
}

// Who waits together shares one reading; nobody may write into its error.
func TestErrorOfASharedReadingIsNotShared(t *testing.T) {
	t.Parallel()
	s := newScripted(t, "")
	s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
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
