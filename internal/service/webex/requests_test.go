// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// documented are the endpoints of Cisco's OpenAPI description that the adapter
// may call, and GET /people/me.
var documented = regexp.MustCompile(`^(POST /v1/identity/organizations/[0-9a-f-]{36}/actions/` +
	`(getDomainVerificationToken|verifyDomain|claimDomain|unverifyDomain|unclaimDomain)` +
	`|GET /v1/identity/organizations/[0-9a-f-]{36}|GET /v1/people/me|POST /v1/access_token)$`)

func TestOnlyDocumentedEndpointsAreCalledAndTheOrganizationReadComesFirst(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, reading)
			w.refreshing()
			adapter, id := w.adapter(t), w.id("life."+zone)
			if _, err := adapter.GuardVerify(t.Context(), w.id(adminDomain)); err != nil {
				t.Fatal(err)
			}
			w.makeClaimed(t, adapter, id)
			must(t, adapter.Unclaim(t.Context(), id))
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
			var identity []string
			for _, request := range w.Requests() {
				line := request.Method + " " + request.Path
				if !documented.MatchString(line) {
					t.Errorf("%s is not documented", line)
				}
				if strings.Contains(line, "/identity/") {
					identity = append(identity, line)
				}
			}
			if !strings.HasPrefix(identity[0], "GET ") {
				t.Errorf("the first identity request is %s, want the organization read", identity[0])
			}
		})
	}
}

func TestClaimAlwaysSendsBothSwitchesWithSafeValuesUnlessChosen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		force, mark bool
		want        string
	}{
		{false, false, `{"data":[{"domain":"life.corp.test"}],"forceDomainClaim":false,"claimDomainOnly":true}`},
		{true, false, `{"data":[{"domain":"life.corp.test"}],"forceDomainClaim":true,"claimDomainOnly":true}`},
		{false, true, `{"data":[{"domain":"life.corp.test"}],"forceDomainClaim":false,"claimDomainOnly":false}`},
		{true, true, `{"data":[{"domain":"life.corp.test"}],"forceDomainClaim":true,"claimDomainOnly":false}`},
	} {
		w := newWorld(t, unreadable)
		adapter, id := w.adapter(t), w.id("life."+zone)
		w.makeVerified(t, adapter, id)
		must(t, adapter.Claim(t.Context(), service.ClaimRequest{ID: id, Force: c.force, MarkOutsideUsersTransient: c.mark}))
		if diff := cmp.Diff([]string{c.want}, w.bodies("claimDomain")); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	}
}

func TestClaimMarksNoOutsideUsersUnlessChosen(t *testing.T) {
	t.Parallel()
	for mark, want := range map[bool]int{false: 0, true: 3} {
		w := newWorld(t, unreadable)
		adapter, id := w.adapter(t), w.id("life."+zone)
		w.Webex.OutsideUsers(id.Domain, 3)
		w.makeVerified(t, adapter, id)
		must(t, adapter.Claim(t.Context(), service.ClaimRequest{ID: id, Force: true, MarkOutsideUsersTransient: mark}))
		if got := w.Webex.Snapshot().TransientCount; got != want {
			t.Errorf("marking %t: %d users marked, want %d", mark, got, want)
		}
	}
}

func TestVerifyNeverClaims(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	id := w.id("life." + zone)
	w.makeVerified(t, w.adapter(t), id)
	if diff := cmp.Diff([]string{`{"domain":"life.corp.test","claimDomain":false}`}, w.bodies("verifyDomain")); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	w.wantState(t, id, service.StateVerified)
}

func TestReserveIsSentOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable, governmental)
	adapter, id := w.adapter(t), w.id("life."+zone)
	token := w.makePending(t, adapter, id)
	_, err := adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token, Reserve: true})
	must(t, err)
	if diff := cmp.Diff([]string{`{"domain":"life.corp.test","claimDomain":false,"reserveDomain":true}`}, w.bodies("verifyDomain")); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	w.wantLists(t, "pending=[] verified=[life.corp.test] claimed=[] reserved=[life.corp.test]")
	wantError(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}), service.Blocked, "reserved")
	w.wantState(t, id, service.StateVerified)
}
