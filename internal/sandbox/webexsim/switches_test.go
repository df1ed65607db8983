// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	simtest.EachSettingShowsItsBehaviour(t, func(t *testing.T) *world { return newWorld(t) },
		simtest.Tell(webexsim.SwitchTokenRepeat, func(w *world) string {
			w.makePending("acme.test")
			first := w.Snapshot().Organization.Tokens["acme.test"]
			same := w.askToken("acme.test") == first
			// The record still holds the first token.
			return fmt.Sprint(same, w.verify("acme.test").Status)
		}, map[string]string{"stable": "true 200", "new": "false 400"}),
		simtest.Tell(webexsim.SwitchTokenAfterRemoval, func(w *world) string {
			first := w.askToken("acme.test")
			w.unverify("acme.test", removePending)
			return fmt.Sprint(w.askToken("acme.test") == first)
		}, map[string]string{"same": "true", "new": "false"}),
		simtest.Tell(webexsim.SwitchTokenOnVerified, func(w *world) string {
			w.makeVerified("acme.test")
			a := w.tryToken("acme.test")
			return simtest.Line(a.Status, w.lists())
		}, map[string]string{
			"200_with_pending":    "200 pending=[acme.test] verified=[acme.test] claimed=[]",
			"200_without_pending": "200 pending=[] verified=[acme.test] claimed=[]",
			"409":                 "409 pending=[] verified=[acme.test] claimed=[]",
		}),
		simtest.Tell(webexsim.SwitchSubdomainOfClaimed, func(w *world) string {
			w.makeClaimed("acme.test")
			below := w.tryToken("a.b.acme.test")
			beside := w.tryToken("notacme.test")
			w.Must(w.HoldElsewhere("held.test", true))
			belowTheirs := w.tryToken("a.held.test")
			return fmt.Sprint(below.Status, beside.Status, belowTheirs.Status)
		}, map[string]string{"200": "200 200 200", "409": "409 200 409"}),
		simtest.Tell(webexsim.SwitchVerifyMissingRecord, func(w *world) string {
			w.askToken("acme.test")
			a := w.verify("acme.test")
			return simtest.Line(a.Status, a.Fields["verifiedDomains"], w.lists())
		}, map[string]string{
			"400":            "400 <nil> pending=[acme.test] verified=[] claimed=[]",
			"404":            "404 <nil> pending=[acme.test] verified=[] claimed=[]",
			"409":            "409 <nil> pending=[acme.test] verified=[] claimed=[]",
			"200_not_listed": "200 [] pending=[acme.test] verified=[] claimed=[]",
		}),
		simtest.Tell(webexsim.SwitchVerifyMissingRecordBody, func(w *world) string {
			w.askToken("acme.test")
			withToken := w.verify("acme.test").Fields["message"].(string)
			without := w.verify("other.test").Fields["message"].(string)
			return fmt.Sprint(withToken == strings.Replace(without, "other", "acme", 1))
		}, map[string]string{"names_record": "false", "same_as_no_token": "true"}),
		simtest.Tell(webexsim.SwitchVerifyOfVerified, func(w *world) string {
			w.makeVerified("acme.test")
			w.Publish("acme.test") // the record may be deleted after success
			return simtest.Line(w.verify("acme.test").Status, w.lists())
		}, simtest.Each("200 400 409", "%s pending=[] verified=[acme.test] claimed=[]")),
		simtest.Tell(webexsim.SwitchClaimFalseOnClaimed, func(w *world) string {
			w.makeClaimed("acme.test")
			return simtest.Line(w.verify("acme.test").Status, w.lists())
		}, map[string]string{
			"noop": "200 pending=[] verified=[acme.test] claimed=[acme.test]",
			"400":  "400 pending=[] verified=[acme.test] claimed=[acme.test]",
		}),
		simtest.Tell(webexsim.SwitchClaimOfClaimed, func(w *world) string {
			w.makeClaimed("acme.test")
			return simtest.Line(w.claim("acme.test").Status, w.lists())
		}, simtest.Each("200 400 409", "%s pending=[] verified=[acme.test] claimed=[acme.test]")),
		simtest.Tell(webexsim.SwitchClaimHeldElsewhere, func(w *world) string {
			w.makeVerified("acme.test")
			w.Must(w.Drift("take_over", "acme.test"))
			return fmt.Sprint(w.claim("acme.test").Status)
		}, simtest.Each("409 400", "%s")),
		simtest.Tell(webexsim.SwitchClaimMultiVerified, func(w *world) string {
			w.makeVerified("acme.test")
			w.Must(w.HoldElsewhere("acme.test", false))
			return simtest.Line(w.claim("acme.test").Status, w.lists())
		}, simtest.Each("400 409", "%s pending=[] verified=[acme.test] claimed=[]")),
		simtest.Tell(webexsim.SwitchClaimOutsideUsers, func(w *world) string {
			w.makeVerified("acme.test")
			w.OutsideUsers("acme.test", 3)
			return simtest.Line(w.claim("acme.test", unforced).Status, w.lists())
		}, simtest.Each("400 409", "%s pending=[] verified=[acme.test] claimed=[]")),
		simtest.Tell(webexsim.SwitchClaimOnlyUnforced, func(w *world) string {
			w.makeVerified("acme.test")
			w.OutsideUsers("acme.test", 3)
			status := w.claim("acme.test", unforced, `,"claimDomainOnly":true`).Status
			return simtest.Line(status, w.lists(), w.Snapshot().TransientCount)
		}, map[string]string{
			"refused": "400 pending=[] verified=[acme.test] claimed=[] 0",
			"claimed": "200 pending=[] verified=[acme.test] claimed=[acme.test] 0",
		}),
		simtest.Tell(webexsim.SwitchUnclaimOfUnclaimed, func(w *world) string {
			w.makeVerified("acme.test")
			return fmt.Sprint(w.unclaim("acme.test").Status, w.unclaim("never-seen.test").Status)
		}, simtest.Each("400 404 204", "%s %s")),
		simtest.Tell(webexsim.SwitchUnclaimEncoding, func(w *world) string {
			w.makeClaimed("acme.test")
			w.makeClaimed("beta.test")
			return fmt.Sprint(w.unclaim("acme.test").Status, w.unclaim("YmV0YS50ZXN0").Status)
		}, map[string]string{"plain": "204 400", "base64": "400 204", "either": "204 204"}),
		simtest.Tell(webexsim.SwitchUnverifyPendingWithoutFlag, func(w *world) string {
			w.makePending("acme.test")
			return simtest.Line(w.unverify("acme.test").Status, w.lists())
		}, map[string]string{
			"200_no_effect": "200 pending=[acme.test] verified=[] claimed=[]",
			"404":           "404 pending=[acme.test] verified=[] claimed=[]",
			"400":           "400 pending=[acme.test] verified=[] claimed=[]",
			"removes":       "200 pending=[] verified=[] claimed=[]",
		}),
		simtest.Tell(webexsim.SwitchUnverifyVerifiedWithFlag, func(w *world) string {
			w.makeVerified("acme.test")
			return simtest.Line(w.unverify("acme.test", removePending).Status, w.lists())
		}, map[string]string{
			"removes":       "200 pending=[] verified=[] claimed=[]",
			"200_no_effect": "200 pending=[] verified=[acme.test] claimed=[]",
			"400":           "400 pending=[] verified=[acme.test] claimed=[]",
			"404":           "404 pending=[] verified=[acme.test] claimed=[]",
		}),
		simtest.Tell(webexsim.SwitchUnverifyReserved, func(w *world) string {
			// Only a government organization can get here, so a second world is needed.
			g := newWorld(w.T, governmental)
			g.Must(g.Switches().Set(webexsim.SwitchUnverifyReserved, w.Switches().Value(webexsim.SwitchUnverifyReserved)))
			g.makePending("acme.test")
			reserved := g.verify("acme.test", `,"reserveDomain":true`).Status
			return simtest.Line(reserved, g.unverify("acme.test").Status, g.lists())
		}, map[string]string{
			"400": "200 400 pending=[] verified=[acme.test] claimed=[]",
			"200": "200 200 pending=[] verified=[] claimed=[]",
		}),
		simtest.Tell(webexsim.SwitchOrganizationReadDomains, func(w *world) string {
			w.makeVerified("acme.test")
			a := w.Get(identity)
			return fmt.Sprint(a.Fields["domains"], a.Fields["verifiedDomains"], a.Fields["pendingDomains"], a.Fields["enforceVerifiedDomains"])
		}, map[string]string{
			"absent":                            "<nil> <nil> <nil> <nil>",
			"present":                           "[] [acme.test] [] false",
			"present_with_missing_empty_arrays": "<nil> [acme.test] <nil> false",
			"enforcement_only":                  "<nil> <nil> <nil> false",
		}),
		simtest.Tell(webexsim.SwitchOrganizationReadLag, func(w *world) string {
			w.Must(w.Switches().Set(webexsim.SwitchOrganizationReadDomains, "present"))
			w.Clock.Advance(time.Hour)
			w.askToken("acme.test")
			seen := []any{w.Get(identity).Fields["pendingDomains"]}
			for range 2 {
				w.Clock.Advance(30 * time.Second)
				seen = append(seen, w.Get(identity).Fields["pendingDomains"])
			}
			w.Clock.Advance(10 * time.Minute)
			return fmt.Sprint(append(seen, w.Get(identity).Fields["pendingDomains"]))
		}, map[string]string{
			"0":   "[[acme.test] [acme.test] [acme.test] [acme.test]]",
			"30":  "[[] [acme.test] [acme.test] [acme.test]]",
			"600": "[[] [] [] [acme.test]]",
		}),
		simtest.Tell(webexsim.SwitchMissingScope, func(w *world) string {
			w.as(w.IssueAccessToken(webexsim.TokenSpec{Scopes: []string{webexsim.ScopePeopleRead}}))
			a := w.claim("acme.test")
			return fmt.Sprint(a.Status, strings.Contains(a.Text, "200003"))
		}, simtest.Each("401 403", "%s true")),
		simtest.Tell(webexsim.SwitchServiceAppRole, func(w *world) string {
			w.as(w.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true}))
			return fmt.Sprint(w.tryToken("acme.test").Status)
		}, map[string]string{"accepted": "200", "403": "403"}),
		simtest.Tell(webexsim.SwitchRefreshTokenRotation, func(w *world) string {
			a := w.refresh(nil)
			same := a.Fields["refresh_token"] == w.Credentials().RefreshToken
			next := w.refresh(url.Values{"refresh_token": {a.Fields["refresh_token"].(string)}})
			return fmt.Sprint(a.Status, same, w.refresh(nil).Status, next.Status)
		}, map[string]string{"same": "200 true 200 200", "rotates": "200 false 400 200"}),
		simtest.Tell(webexsim.SwitchWrongOrganization, func(w *world) string {
			return fmt.Sprint(w.Get("/v1/identity/organizations/82adacf4-453f-4e2b-a406-2939fddcaad2").Status)
		}, simtest.Each("403 404", "%s")),
		simtest.Tell(webexsim.SwitchLockedOut, func(w *world) string {
			w.makeVerified("other.test")
			w.SetEnforcement(true)
			a := w.Get(identity)
			return fmt.Sprint(a.Status, strings.Contains(a.Text, "transient"))
		}, map[string]string{"403_transient": "403 true", "403": "403 false", "401": "401 false"}),
	)
}
