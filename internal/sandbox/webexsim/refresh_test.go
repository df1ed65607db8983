// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// refresh asks for an access token; change overrides single form fields.
func (w *world) refresh(change url.Values) answer {
	w.T.Helper()
	form := url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {w.Credentials().ClientID},
		"client_secret": {w.Credentials().ClientSecret},
		"refresh_token": {w.Credentials().RefreshToken},
	}
	for field, value := range change {
		form[field] = value
	}
	return w.request(http.MethodPost, "/v1/access_token", "application/x-www-form-urlencoded", form.Encode())
}

func TestRefreshReturnsEveryDocumentedFieldAndAWorkingToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *webexsim.Config) { c.AccessTokenLifetime = time.Hour })
	a := w.refresh(nil)
	access, _ := a.fields["access_token"].(string)
	want := map[string]any{
		"access_token": access, "expires_in": 3600.0,
		"refresh_token": w.Credentials().RefreshToken, "refresh_token_expires_in": 7776000.0, "token_type": "Bearer",
		"scope": "identity:organizations_rw identity:organizations_read Identity:Organization spark:people_read spark-admin:organizations_read",
	}
	if diff := cmp.Diff(want, a.fields); diff != "" || a.status != 200 {
		t.Errorf("status %d (-want +got):\n%s", a.status, diff)
	}
	if got := w.Snapshot().Refreshes; got != 1 {
		t.Errorf("refreshes counted: %d, want 1", got)
	}
	w.token = access
	if got := w.get(identity).status; got != 200 {
		t.Errorf("read with the new token: %d, want 200", got)
	}
	w.Clock.Advance(time.Hour)
	if got := w.get(identity).status; got != 401 {
		t.Errorf("read after expires_in seconds: %d, want 401", got)
	}
}

func TestRefreshRefusesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change url.Values
		status int
	}{
		"wrong client":          {url.Values{"client_id": {"Cnobody"}}, 401},
		"wrong secret":          {url.Values{"client_secret": {"guess"}}, 401},
		"unknown refresh token": {url.Values{"refresh_token": {"guess"}}, 400},
		"no refresh token":      {url.Values{"refresh_token": {""}}, 400},
		"other grant":           {url.Values{"grant_type": {"authorization_code"}}, 400},
	} {
		w := newWorld(t)
		if a := w.refresh(c.change); a.status != c.status || a.fields["message"] == nil || a.fields["trackingId"] == nil {
			t.Errorf("%s: %d %s, want %d with message and trackingId", name, a.status, a.text, c.status)
		}
		if got := w.Snapshot().Refreshes; got != 0 {
			t.Errorf("%s: counted %d refreshes", name, got)
		}
	}
	w := newWorld(t)
	if a := w.request(http.MethodPost, "/v1/access_token", "application/json", "{}"); a.status != 415 {
		t.Errorf("JSON instead of a form: %d, want 415", a.status)
	}
}

func TestUseRenewsTheRefreshTokenAndDisuseEndsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var seen []int
	for _, days := range []int{89, 89, 90} {
		w.Clock.Advance(time.Duration(days) * 24 * time.Hour)
		seen = append(seen, w.refresh(nil).status)
	}
	if diff := cmp.Diff([]int{200, 200, 400}, seen); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestRefreshTokenOfTheGovernmentCloudEndsAfterSixtyDays(t *testing.T) {
	t.Parallel()
	for government, days := range map[bool]int{false: 90, true: 60} {
		w := newWorld(t, func(c *webexsim.Config) { c.Government = government })
		if got := w.refresh(nil).fields["refresh_token_expires_in"]; got != float64(days*24*60*60) {
			t.Errorf("government %t: it says %v seconds, want %d days", government, got, days)
		}
		w.Clock.Advance(time.Duration(days) * 24 * time.Hour)
		if got := w.refresh(nil).status; got != 400 {
			t.Errorf("government %t: status %d after %d days, want 400", government, got, days)
		}
	}
}
