// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

const unforced = `,"forceDomainClaim":false`

func claimStories() []switchStory {
	return []switchStory{
		{
			Name: webexsim.SwitchClaimOfClaimed,
			Tell: func(w *world) string {
				w.makeClaimed("acme.test")
				return fmt.Sprint(w.claim("acme.test").status, " ", w.lists())
			},
			Want: map[string]string{
				"200": "200 pending=[] verified=[acme.test] claimed=[acme.test]",
				"400": "400 pending=[] verified=[acme.test] claimed=[acme.test]",
				"409": "409 pending=[] verified=[acme.test] claimed=[acme.test]",
			},
		},
		{
			Name: webexsim.SwitchClaimHeldElsewhere,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				if err := w.Drift("take_over", "acme.test"); err != nil {
					w.T.Fatal(err)
				}
				return fmt.Sprint(w.claim("acme.test").status)
			},
			Want: map[string]string{"409": "409", "400": "400"},
		},
		{
			Name: webexsim.SwitchClaimMultiVerified,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				if err := w.HoldElsewhere("acme.test", false); err != nil {
					w.T.Fatal(err)
				}
				return fmt.Sprint(w.claim("acme.test").status, " ", w.lists())
			},
			Want: map[string]string{
				"400": "400 pending=[] verified=[acme.test] claimed=[]",
				"409": "409 pending=[] verified=[acme.test] claimed=[]",
			},
		},
		{
			Name: webexsim.SwitchClaimOutsideUsers,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				w.OutsideUsers("acme.test", 3)
				return fmt.Sprint(w.claim("acme.test", unforced).status, " ", w.lists())
			},
			Want: map[string]string{
				"400": "400 pending=[] verified=[acme.test] claimed=[]",
				"409": "409 pending=[] verified=[acme.test] claimed=[]",
			},
		},
		{
			Name: webexsim.SwitchClaimOnlyUnforced,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				w.OutsideUsers("acme.test", 3)
				status := w.claim("acme.test", unforced, `,"claimDomainOnly":true`).status
				return fmt.Sprint(status, " ", w.lists(), " ", w.Snapshot().TransientCount)
			},
			Want: map[string]string{
				"refused": "400 pending=[] verified=[acme.test] claimed=[] 0",
				"claimed": "200 pending=[] verified=[acme.test] claimed=[acme.test] 0",
			},
		},
		{
			Name: webexsim.SwitchClaimPartialFailure,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				a := w.act("claimDomain", `{"data":[{"domain":"acme.test"},{"domain":"unverified.test"}]}`)
				return fmt.Sprint(a.status, " ", w.lists())
			},
			Want: map[string]string{
				"none":         "400 pending=[] verified=[acme.test] claimed=[]",
				"those_before": "400 pending=[] verified=[acme.test] claimed=[acme.test]",
			},
		},
	}
}
