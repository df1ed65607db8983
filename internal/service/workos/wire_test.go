// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"net/http"
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

// A text beside 202 has been seen where an organization was deleted.
func TestDeleteThatIsAnsweredWith202AndATextIsLookedInto(t *testing.T) {
	t.Parallel()
	for gone, want := range map[bool]service.Class{true: "", false: service.Transient} {
		s := newScripted(t, `"state":"pending",`)
		deletes := 0
		s.answer = func(w http.ResponseWriter, r *http.Request) bool {
			switch {
			case r.Method == http.MethodDelete:
				deletes++
				w.Header().Set("Content-Type", "text/plain; charset=utf-8")
				w.WriteHeader(http.StatusAccepted)
				_, _ = w.Write([]byte("Accepted"))
				return true
			case deletes > 0 && gone:
				w.WriteHeader(http.StatusNotFound)
				_, _ = w.Write([]byte(`{"message":"Not Found"}`))
				return true
			}
			return false
		}
		if err := s.adapter.Release(t.Context(), service.ReleaseRequest{ID: s.id}); service.ClassOf(err) != want {
			t.Errorf("gone %t: %v, want the class %q", gone, err, want)
		}
	}
}

// None of these answers says that the domain is gone.
func TestDeleteIsLookedAfterWhateverSuccessItIsAnsweredWith(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusOK, http.StatusAccepted, http.StatusNoContent} {
		for _, done := range []bool{true, false} {
			s := newScripted(t, `"state":"pending",`)
			deletes, looks := 0, 0
			s.answer = func(w http.ResponseWriter, r *http.Request) bool {
				switch {
				case r.Method == http.MethodDelete:
					deletes++
					w.WriteHeader(status)
					return true
				case deletes > 0 && done:
					looks++
					_, _ = w.Write([]byte(`{"id":"org_01SCRIPT","domains":[]}`))
					return true
				}
				return false
			}
			err := s.adapter.Release(t.Context(), service.ReleaseRequest{ID: s.id})
			if done {
				must(t, err)
				if deletes != 1 || looks != 1 {
					t.Errorf("%d: %d deletions and %d looks, want one of each", status, deletes, looks)
				}
				continue
			}
			wantError(t, err, service.Transient, "still has the domain")
			if got := read(t, s.adapter, s.id).State; deletes != 2 || got != service.StatePending {
				t.Errorf("%d: %d deletions, reads %s; want it tried twice and still there", status, deletes, got)
			}
		}
	}
}

// An answer that leaves out what another one has shown does not unsay it.
func TestTokenThatAnAnswerLeavesOutStaysKnown(t *testing.T) {
	t.Parallel()
	s := newScripted(t, `"state":"pending","verification_token":"T0ken","verification_prefix":"P",`)
	read(t, s.adapter, s.id)
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
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
		s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
			_, _ = w.Write([]byte(body))
			return true
		}
		_, err := s.adapter.Read(t.Context(), s.id)
		wantError(t, err, service.Transient, "without the organization and its domains")
	}
}
