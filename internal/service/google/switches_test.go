// SPDX-License-Identifier: MPL-2.0

package google_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// everySetting runs test under each setting of each switch, but for the one that ends in
// an error before anything is published.
func everySetting(t *testing.T, test func(w *world, setting servicetest.Setting)) {
	t.Helper()
	t.Parallel()
	servicetest.EverySetting(t, newWorld, func(w *world, setting servicetest.Setting) {
		if setting.Value != "new_each_time" {
			test(w, setting)
		}
	})
}

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		for _, method := range []service.Method{service.MethodDNSTXT, service.MethodDNSCNAME} {
			w.Method = method
			if isPassable(setting, method) {
				w.WholeLife(nil)
			}
		}
		if isPassable(setting, service.MethodDNSTXT) {
			w.Method = service.MethodDNSTXT
			w.by(w.client().Login).Values["billing_project"] = w.client().Project
			w.Values["user_project_override"] = "true"
			w.WholeLife(nil)
		}
	})
}

// isPassable reports whether a missing record is "not yet", and a token is one.
func isPassable(setting servicetest.Setting, method service.Method) bool {
	return setting.Value != "503" && (setting.Value != "target_only" || method == service.MethodDNSTXT)
}

func TestEverySettingSeesAVerificationThatOthersHaveRemoved(t *testing.T) {
	everySetting(t, func(w *world, _ servicetest.Setting) {
		p := w.Player().Bring(service.StateVerified)
		w.OutOfBand("unverify", p.ID.Domain)
		p = p.Anew()
		p.WantRead(service.StateUnverified)
		w.Must(p.Wait()) // the record is still there
		p.WantState(service.StateVerified)
	})
}

func TestEverySettingWaitsForTheRecordToGoBeforeTheRelease(t *testing.T) {
	everySetting(t, func(w *world, setting servicetest.Setting) {
		p := w.Player().Bring(service.StateVerified).Anew()
		err := p.Service.Release(t.Context(), service.ReleaseRequest{ID: p.ID})
		if setting.Name == googlesim.SwitchDeleteLooksAt && setting.Value == "never" {
			w.Must(err)
			return
		}
		w.WantError(err, service.NotYet, "still finds a verification record", "cannot unverify", "abandon")
		p.WantState(service.StateVerified)
		w.Must(p.Release())
	})
}

func TestEverySettingWaitsWhenTheQuotaIsUsedUp(t *testing.T) {
	everySetting(t, func(w *world, _ servicetest.Setting) {
		w.project(googlesim.ProjectState{QuotaExhausted: true})
		p := w.Player()
		if err := p.TryRead(); service.ClassOf(err) != service.Throttled && (w.Switches().Value(googlesim.SwitchErrorEnvelope) != "status_only") {
			t.Errorf("got %v, want it throttled", err)
		}
		w.project(googlesim.ProjectState{})
		w.Clock.Advance(time.Hour)
		p.WantRead(service.StateUnverified)
	})
}

// A token that changes each time would be a record to plan in each plan.
func TestTokenThatIsNewEachTimeIsAnErrorBeforeAnythingIsPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(googlesim.SwitchTokenStability, "new_each_time")
	p := w.Player()
	for range 2 {
		w.WantError(p.Challenge(), service.Blocked, "two different tokens", "Nothing was published")
	}
}

func TestFirstTokenOfARunIsAskedForTwiceAndTheOthersOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	process := w.Player()
	for n := range 5 {
		w.Must(process.For(servicetest.Domain(n)).Challenge())
	}
	w.WantCount(tokenRequest, 6)
}

func TestCNAMETokenThatNamesNoRecordSaysWhatToUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(googlesim.SwitchCNAMETokenForm, "target_only")
	w.Method = service.MethodDNSCNAME
	w.WantError(w.Player().Challenge(), service.Blocked, "dns_txt")
	// The release needs no record of that method to be gone.
	w.Method = service.MethodDNSTXT
	p := w.Player().Bring(service.StateVerified)
	w.Must(p.Anew().Release())
}

func TestMethodThatGivesNoTokenDoesNotKeepADomain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		class  service.Class
	}{
		"refused":        {http.StatusBadRequest, refusal("invalidParameter", "Invalid verification method"), ""},
		"another method": {http.StatusOK, `{"method":"FILE","token":"google0123456789abcdef.html"}`, ""},
		"broken off":     {http.StatusOK, `{"method":`, service.Transient},
		"forbidden":      {http.StatusForbidden, refusal("forbidden", "Nobody may."), service.Denied},
	} {
		w := newWorld(t)
		w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
			if !strings.HasSuffix(request.URL.Path, "/token") {
				return servicetest.Direct(request)
			}
			sent, err := io.ReadAll(request.Body)
			if request.Body = io.NopCloser(bytes.NewReader(sent)); err != nil || !strings.Contains(string(sent), "DNS_CNAME") {
				return servicetest.Direct(request)
			}
			return &http.Response{StatusCode: c.status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(c.body)), Request: request}, nil
		})
		p := w.Player().Bring(service.StateVerified).Anew()
		proofs, err := p.Service.(service.RecordHolder).Proofs(t.Context(), p.ID)
		switch {
		case c.class != "":
			w.WantError(err, c.class)
		case err != nil || len(proofs) != 1 || proofs[0].Record.Type != "TXT":
			t.Errorf("%s: %v, %v; want the TXT record alone", name, proofs, err)
		}
	}
}

// Google's ID is percent-encoded, and encoded again it is another one.
func TestIDIsEncodedOnce(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"encoded", "plain"} {
		w := newWorld(t)
		w.Set(googlesim.SwitchIDForm, form)
		p := w.Player().Bring(service.StateVerified)
		if got := p.Anew().Read().RemoteID; got != "dns://d0.corp.test" {
			t.Errorf("%s: remote ID %s", form, got)
		}
		w.Must(p.Anew().Release())
		w.WantCount(releaseRequest+"dns%3A%2F%2Fd0.corp.test", 1)
		w.WantCount("%25", 0)
	}
}

func TestMissingRecordIsNotYetOrBoundedTrouble(t *testing.T) {
	t.Parallel()
	for value, class := range map[string]service.Class{"400": service.NotYet, "503": service.Transient} {
		w := newWorld(t)
		w.Set(googlesim.SwitchBackendTrouble, value)
		p := w.Player()
		w.Must(p.Challenge())
		w.WantError(p.Verify(), class)
		if got := w.Count(verifyRequest); got > 2 {
			t.Errorf("%d inserts", got)
		}
	}
}

func TestOwnersBesideThisOneKeepTheDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	w.Must(w.AddSiteOwner(googlesim.OwnerSpec{Domain: p.ID.Domain, Email: "somebody@else.test"}))
	p.WantRead(service.StateUnverified)
	p.Bring(service.StateVerified)
	w.Must(p.Anew().Release())
	if owners := w.Snapshot().Sites[0].Owners; strings.Join(owners, " ") != "somebody@else.test" {
		t.Errorf("owners %v", owners)
	}
}

// Google finds out that the record is gone, and drops the verification.
func TestDroppedVerificationReadsUnverified(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(googlesim.SwitchRecheck, "drops_owner")
	p := w.Player().Bring(service.StateVerified)
	w.Unpublish()
	w.Clock.Advance(5 * 24 * time.Hour)
	p.Anew().WantRead(service.StateUnverified)
	w.Must(p.Anew().Release())
}
