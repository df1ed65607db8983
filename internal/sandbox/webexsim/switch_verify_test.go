// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func verifyStories() []switchStory {
	return []switchStory{
		{
			Name: webexsim.SwitchVerifyMissingRecord,
			Tell: func(w *world) string {
				w.askToken("acme.test")
				a := w.verify("acme.test")
				return fmt.Sprint(a.status, " ", a.fields["verifiedDomains"], " ", w.lists())
			},
			Want: map[string]string{
				"400":            "400 <nil> pending=[acme.test] verified=[] claimed=[]",
				"404":            "404 <nil> pending=[acme.test] verified=[] claimed=[]",
				"409":            "409 <nil> pending=[acme.test] verified=[] claimed=[]",
				"200_not_listed": "200 [] pending=[acme.test] verified=[] claimed=[]",
			},
		},
		{
			Name: webexsim.SwitchVerifyMissingRecordBody,
			Tell: func(w *world) string {
				w.askToken("acme.test")
				withToken := w.verify("acme.test").fields["message"].(string)
				without := w.verify("other.test").fields["message"].(string)
				return fmt.Sprint(withToken == strings.Replace(without, "other", "acme", 1))
			},
			Want: map[string]string{"names_record": "false", "same_as_no_token": "true"},
		},
		{
			Name: webexsim.SwitchVerifyOfVerified,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				w.Publish("acme.test") // the record may be deleted after success
				return fmt.Sprint(w.verify("acme.test").status, " ", w.lists())
			},
			Want: map[string]string{
				"200": "200 pending=[] verified=[acme.test] claimed=[]",
				"400": "400 pending=[] verified=[acme.test] claimed=[]",
				"409": "409 pending=[] verified=[acme.test] claimed=[]",
			},
		},
		{
			Name: webexsim.SwitchClaimFalseOnClaimed,
			Tell: func(w *world) string {
				w.makeClaimed("acme.test")
				return fmt.Sprint(w.verify("acme.test").status, " ", w.lists())
			},
			Want: map[string]string{
				"noop": "200 pending=[] verified=[acme.test] claimed=[acme.test]",
				"400":  "400 pending=[] verified=[acme.test] claimed=[acme.test]",
			},
		},
		{
			Name: webexsim.SwitchVerifyClaimRefused,
			Tell: func(w *world) string {
				w.makePending("acme.test")
				if err := w.HoldElsewhere("acme.test", false); err != nil {
					w.T.Fatal(err)
				}
				return fmt.Sprint(w.verify("acme.test", `,"claimDomain":true`).status, " ", w.lists())
			},
			Want: map[string]string{
				"stays_verified":  "400 pending=[] verified=[acme.test] claimed=[]",
				"nothing_happens": "400 pending=[acme.test] verified=[] claimed=[]",
			},
		},
	}
}
