// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const throttledFor5Minutes = `{"status":{"code":429},"data":{"moreInfo":"try again after 5 minutes"}}`

// hostingRefused makes the next deletion fail as that of a hosted domain does.
func (w *world) hostingRefused(t *testing.T) {
	t.Helper()
	w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:400", Times: 1, Body: `{"status":{"code":400},"data":{"errorCode":"RMV_HOSTING_BEFORE_DLT_DOMAIN"}}`})
}

// The caller waits for the lock and releases again, and then the deletion is
// refused without a word about hosting, which is off by now.
func TestHostingIsEnabledAgainAlsoWhenALockCameInBetween(t *testing.T) {
	t.Parallel()
	for locked, modes := range map[string][]string{
		"deleting": {"disableMailHosting", "enableMailHosting"},
		"enabling": {"disableMailHosting", "enableMailHosting", "enableMailHosting"},
	} {
		w := newWorld(t)
		adapter, id := w.hosted(t)
		must(t, w.SetUsers(id.Domain, 2))
		request := service.ReleaseRequest{ID: id, DisableMailHosting: true}
		w.hostingRefused(t)
		if locked == "enabling" {
			w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status_after:200", Times: 1, Body: `{"status":{"code":200,"description":"success"}}`})
			w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:429", Times: 1, Body: throttledFor5Minutes})
		} else {
			w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:429", Times: 1, Body: throttledFor5Minutes})
		}
		err := adapter.Release(t.Context(), request)
		wantError(t, err, service.Throttled, "ail hosting", "admin console")
		w.clock.Advance(typedOf(err).RetryAfter + time.Second)
		wantError(t, adapter.Release(t.Context(), request), service.Blocked, "2 users", "is enabled again")
		if diff := cmp.Diff(modes, w.hostingModes()); diff != "" || !w.isHosted(id) {
			t.Errorf("%s: hosted %t, modes (-want +got):\n%s", locked, w.isHosted(id), diff)
		}
	}
}

// The words of a refusal can speak of hosting that is not this domain's.
func TestHostingThatHadBeenOffIsNotEnabled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	w.makeVerified(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "DELETE ", Kind: "status:400", Body: `{"status":{"code":400},"data":{"moreInfo":"A subdomain with mail hosting uses it."}}`})
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:400", Times: 1, Body: `{"status":{"code":400},"data":{"errorCode":"MAILHOSTING_ALREADY_DISABLED"}}`})
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, DisableMailHosting: true})
	wantError(t, err, service.Blocked, "A subdomain")
	if slices.Contains(w.modes(), "enableMailHosting") || w.isHosted(id) {
		t.Errorf("hosting was enabled: %v", w.modes())
	}
}

func TestHostingWhoseEndIsNotKnownIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.hosted(t)
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "drop_after"})
	err := adapter.Release(t.Context(), service.ReleaseRequest{ID: id, DisableMailHosting: true})
	wantError(t, err, service.Transient, "hosting of the domain may be disabled now", "admin console")
	w.Heal()
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "hang_after"})
	must(t, w.SetHosting(id.Domain, true))
	err = adapter.Release(brief(t), service.ReleaseRequest{ID: id, DisableMailHosting: true})
	wantError(t, err, service.Interrupted, "hosting of the domain may be disabled now", "admin console")
}
