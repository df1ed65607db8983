// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"fmt"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// errorBodies are the shapes of one refusal (wire/webex.md 4.3), of which the simulator
// has the first.
func errorBodies(status int, text string) map[string]string {
	return map[string]string{
		"message_errors": fmt.Sprintf(`{"errors":[{"description":%q}],"message":%q,"trackingId":"ROUTER_1"}`, text, text),
		"scim": fmt.Sprintf(`{"detail":%q,"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"%d",%q:{"details":[%q],"errorCode":"0","trackingId":"ROUTER_1"}}`,
			text, status, scimKey, text),
		"control_hub": fmt.Sprintf(`{"error":{"key":"%d","message":[{"description":%q}],"trackingId":"ROUTER_1"}}`, status, text),
		"plain_text":  text + "\n",
		"empty":       " ",
	}
}

// What a refusal means does not depend on the shape of its body.
func TestRefusalMeansTheSameInEveryShape(t *testing.T) {
	t.Parallel()
	pending := func(t *testing.T, w *world, a *webex.Adapter, id service.DomainID) string {
		return w.makePending(t, a, id)
	}
	verified := func(t *testing.T, w *world, a *webex.Adapter, id service.DomainID) string {
		return w.makeVerified(t, a, id)
	}
	for _, c := range []struct {
		step     string
		statuses []int
		text     string
		prepare  func(*testing.T, *world, *webex.Adapter, service.DomainID) (token string)
		do       func(*testing.T, *webex.Adapter, service.DomainID, string) error
	}{
		{
			"getDomainVerificationToken",
			[]int{400, 409},
			"Domain is already claimed.",
			func(*testing.T, *world, *webex.Adapter, service.DomainID) string { return "" },
			func(t *testing.T, a *webex.Adapter, id service.DomainID, _ string) error {
				_, err := a.Add(t.Context(), id)
				return err
			},
		},
		{"verifyDomain", []int{400, 404, 409}, "Domain can not be verified: the TXT record was not found.", pending, verify},
		{
			"claimDomain",
			[]int{400, 409},
			"Domain has 3 users outside the organization.", verified,
			func(t *testing.T, a *webex.Adapter, id service.DomainID, _ string) error { return claim(t, a, id) },
		},
		{
			"unverifyDomain",
			[]int{400, 404},
			"Domain can not be unverified: it is still claimed.", verified,
			func(t *testing.T, a *webex.Adapter, id service.DomainID, _ string) error {
				return a.Release(t.Context(), service.ReleaseRequest{ID: id})
			},
		},
		{
			"unclaimDomain",
			[]int{400, 404},
			"Domain is not claimed.", verified,
			func(t *testing.T, a *webex.Adapter, id service.DomainID, _ string) error {
				return a.Unclaim(t.Context(), id)
			},
		},
	} {
		for _, reading := range modes() {
			for _, status := range c.statuses {
				t.Run(fmt.Sprint(c.step, " ", status, ", ", reading), func(t *testing.T) {
					t.Parallel()
					meaning := func(body string) (class service.Class, tracked bool) {
						w := newWorld(t, reading)
						adapter, id := w.adapter(t), w.id("shape."+zone)
						token := c.prepare(t, w, adapter, id)
						w.fault(t, simhttp.Fault{Match: c.step, Kind: fmt.Sprintf("status:%d", status), Body: body})
						err := c.do(t, adapter, id, token)
						return service.ClassOf(err), answerOf(err).RequestID == "ROUTER_1"
					}
					bodies := errorBodies(status, c.text)
					want, wantTracked := meaning(bodies["message_errors"])
					for shape, body := range bodies {
						got, tracked := meaning(body)
						if isJSON := shape != "plain_text" && shape != "empty"; got != want || tracked != (wantTracked && isJSON) {
							t.Errorf("%s: class %q, tracking ID %t; want %q as in message_errors", shape, got, tracked, want)
						}
					}
				})
			}
		}
	}
}
