// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func tokenStories() []switchStory {
	return []switchStory{
		{
			Name: webexsim.SwitchTokenRepeat,
			Tell: func(w *world) string {
				w.makePending("acme.test")
				first := w.Snapshot().Organization.Tokens["acme.test"]
				same := w.askToken("acme.test") == first
				// The record still holds the first token.
				return fmt.Sprint(same, w.verify("acme.test").status)
			},
			Want: map[string]string{"stable": "true 200", "new": "false 400"},
		},
		{
			Name: webexsim.SwitchTokenAfterRemoval,
			Tell: func(w *world) string {
				first := w.askToken("acme.test")
				w.unverify("acme.test", removePending)
				return fmt.Sprint(w.askToken("acme.test") == first)
			},
			Want: map[string]string{"same": "true", "new": "false"},
		},
		{
			Name: webexsim.SwitchTokenOnVerified,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				a := w.act("getDomainVerificationToken", `{"domain":"acme.test"}`)
				return fmt.Sprint(a.status, " ", w.lists())
			},
			Want: map[string]string{
				"200_with_pending":    "200 pending=[acme.test] verified=[acme.test] claimed=[]",
				"200_without_pending": "200 pending=[] verified=[acme.test] claimed=[]",
				"409":                 "409 pending=[] verified=[acme.test] claimed=[]",
			},
		},
		{
			Name: webexsim.SwitchSubdomainOfClaimed,
			Tell: func(w *world) string {
				w.makeClaimed("acme.test")
				below := w.act("getDomainVerificationToken", `{"domain":"a.b.acme.test"}`)
				beside := w.act("getDomainVerificationToken", `{"domain":"notacme.test"}`)
				if err := w.HoldElsewhere("held.test", true); err != nil {
					w.T.Fatal(err)
				}
				belowTheirs := w.act("getDomainVerificationToken", `{"domain":"a.held.test"}`)
				return fmt.Sprint(below.status, beside.status, belowTheirs.status)
			},
			Want: map[string]string{"200": "200 200 200", "409": "409 200 409"},
		},
		{
			Name: webexsim.SwitchServerDomainValidation,
			Tell: func(w *world) string {
				var seen []int
				for _, name := range []string{"acme.test", "Acme.test", "acme.test.", "acme", "a_b.test", "acme.t"} {
					seen = append(seen, w.act("getDomainVerificationToken", fmt.Sprintf(`{"domain":%q}`, name)).status)
				}
				return fmt.Sprint(seen)
			},
			Want: map[string]string{"lenient": "[200 200 200 200 200 200]", "strict": "[200 400 400 400 400 400]"},
		},
	}
}
