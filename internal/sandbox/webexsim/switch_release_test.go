// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func releaseStories() []switchStory {
	return []switchStory{
		{
			Name: webexsim.SwitchUnclaimOfUnclaimed,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				return fmt.Sprint(w.unclaim("acme.test").status, w.unclaim("never-seen.test").status)
			},
			Want: map[string]string{"400": "400 400", "404": "404 404", "204": "204 204"},
		},
		{
			Name: webexsim.SwitchUnclaimEncoding,
			Tell: func(w *world) string {
				w.makeClaimed("acme.test")
				w.makeClaimed("beta.test")
				return fmt.Sprint(w.unclaim("acme.test").status, w.unclaim("YmV0YS50ZXN0").status)
			},
			Want: map[string]string{"plain": "204 400", "base64": "400 204", "either": "204 204"},
		},
		{
			Name: webexsim.SwitchUnverifyPendingWithoutFlag,
			Tell: func(w *world) string {
				w.makePending("acme.test")
				return fmt.Sprint(w.unverify("acme.test").status, " ", w.lists())
			},
			Want: map[string]string{
				"200_no_effect": "200 pending=[acme.test] verified=[] claimed=[]",
				"404":           "404 pending=[acme.test] verified=[] claimed=[]",
				"400":           "400 pending=[acme.test] verified=[] claimed=[]",
				"removes":       "200 pending=[] verified=[] claimed=[]",
			},
		},
		{
			Name: webexsim.SwitchUnverifyVerifiedWithFlag,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				return fmt.Sprint(w.unverify("acme.test", removePending).status, " ", w.lists())
			},
			Want: map[string]string{
				"removes":       "200 pending=[] verified=[] claimed=[]",
				"200_no_effect": "200 pending=[] verified=[acme.test] claimed=[]",
				"400":           "400 pending=[] verified=[acme.test] claimed=[]",
				"404":           "404 pending=[] verified=[acme.test] claimed=[]",
			},
		},
		{
			Name: webexsim.SwitchUnverifyReserved,
			Tell: func(w *world) string {
				// Only a government organization can get here, so a second world is needed.
				g := newWorld(w.T, func(c *webexsim.Config) { c.Government = true })
				g.set(webexsim.SwitchUnverifyReserved, w.Switches().Value(webexsim.SwitchUnverifyReserved))
				g.makePending("acme.test")
				reserved := g.verify("acme.test", `,"reserveDomain":true`).status
				return fmt.Sprint(reserved, g.unverify("acme.test").status, " ", g.lists())
			},
			Want: map[string]string{
				"400": "200 400 pending=[] verified=[acme.test] claimed=[]",
				"200": "200 200 pending=[] verified=[] claimed=[]",
			},
		},
	}
}
