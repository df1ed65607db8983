// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"net/http"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// A text beside 202 has been seen where an organization was deleted.
func TestDeleteThatGets202AndATextIsChecked(t *testing.T) {
	t.Parallel()
	for gone, want := range map[bool]service.Class{true: "", false: service.Transient} {
		s := newScripted(t, `"state":"pending",`)
		deletes := 0
		s.respond = func(w http.ResponseWriter, r *http.Request) bool {
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

// None of these responses shows that the domain is gone.
func TestDeletionIsCheckedWhateverItsSuccessStatus(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusOK, http.StatusAccepted, http.StatusNoContent} {
		for _, done := range []bool{true, false} {
			s := newScripted(t, `"state":"pending",`)
			deletes, reads := 0, 0
			s.respond = func(w http.ResponseWriter, r *http.Request) bool {
				switch {
				case r.Method == http.MethodDelete:
					deletes++
					w.WriteHeader(status)
					return true
				case deletes > 0 && done:
					reads++
					_, _ = w.Write([]byte(`{"id":"org_01SCRIPT","domains":[]}`))
					return true
				}
				return false
			}
			err := s.adapter.Release(t.Context(), service.ReleaseRequest{ID: s.id})
			if done {
				must(t, err)
				if deletes != 1 || reads != 1 {
					t.Errorf("%d: %d deletions and %d reads, want one of each", status, deletes, reads)
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

// The first deletion may have an effect after the reading that still shows the domain.
func TestDeletionWhoseRepetitionFailsSaysThatTheOutcomeIsOpen(t *testing.T) {
	t.Parallel()
	s := newScripted(t, `"state":"pending",`)
	deletes := 0
	s.respond = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodDelete {
			return false
		}
		deletes++
		w.WriteHeader(map[int]int{1: http.StatusServiceUnavailable, 2: http.StatusRequestTimeout}[deletes])
		return true
	}
	err := s.adapter.Release(t.Context(), service.ReleaseRequest{ID: s.id})
	wantError(t, err, service.Transient, "may or may not have been applied")
	if deletes != 2 {
		t.Errorf("%d deletions, want 2", deletes)
	}
}
