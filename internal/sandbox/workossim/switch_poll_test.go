// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func pollStories() []switchStory {
	return []switchStory{
		{
			Name: workossim.SwitchPollInterval,
			Tell: func(w *world) string {
				path := w.add("acme.test")
				d := w.domain("acme.test")
				w.Publish("acme.test", d.Record)
				seen := []any{w.state(path)}
				for _, wait := range []time.Duration{5 * time.Second, 55 * time.Second, 9 * time.Minute} {
					w.Clock.Advance(wait)
					seen = append(seen, w.state(path))
				}
				return switchtest.Line(seen...)
			},
			Want: map[string]string{
				"0": "verified verified verified verified", "5": "pending verified verified verified",
				"60": "pending pending verified verified", "600": "pending pending pending verified",
			},
		},
		{
			Name: workossim.SwitchPollBegins,
			Tell: func(w *world) string {
				path := w.makePending("acme.test")
				w.Clock.Advance(time.Hour)
				before := w.state(path)
				w.verify(path)
				w.Clock.Advance(time.Hour)
				return switchtest.Line(before, w.state(path))
			},
			Want: map[string]string{"at_creation": "verified verified", "at_verify": "pending verified"},
		},
		{
			Name: workossim.SwitchVerifyLooks,
			Tell: func(w *world) string {
				path := w.makePending("acme.test")
				a := w.verify(path)
				return switchtest.Line(a.status, a.fields["state"], w.state(path))
			},
			Want: map[string]string{"with_the_next_poll": "201 pending pending", "immediately": "201 pending verified"},
		},
		{
			Name: workossim.SwitchRestartToken,
			Tell: func(w *world) string {
				path := w.makeFailed("acme.test")
				before := w.domain("acme.test")
				a := w.verify(path)
				return switchtest.Line(a.status, a.fields["state"], a.fields["verification_token"] == before.Token,
					a.fields["verification_prefix"] == before.Prefix)
			},
			Want: map[string]string{
				"same": "201 pending true true", "new_token": "201 pending false true", "new_token_and_prefix": "201 pending false false",
			},
		},
		{
			Name: workossim.SwitchRestartClock,
			Tell: func(w *world) string {
				path := w.makeFailed("acme.test")
				w.verify(path)
				soon := w.state(path)
				w.Clock.Advance(month)
				return switchtest.Line(soon, w.state(path), w.reasons())
			},
			Want: map[string]string{
				"begins_anew": "pending failed [domain_verification_period_expired domain_verification_period_expired]",
				"runs_on":     "failed failed [domain_verification_period_expired domain_verification_period_expired]",
			},
		},
		{
			Name: workossim.SwitchVerifiedElsewhere,
			Tell: func(w *world) string {
				path := w.add("acme.test")
				if _, err := w.HoldElsewhere("acme.test"); err != nil {
					w.T.Fatal(err)
				}
				lost := w.state(path)
				w.verify(path)
				w.Publish("acme.test", w.domain("acme.test").Record)
				w.Clock.Advance(time.Hour)
				return switchtest.Line(lost, w.state(path), w.reasons())
			},
			Want: map[string]string{
				"pending_fails":         "failed verified [domain_verified_by_other_organization]",
				"pending_stays":         "pending verified []",
				"one_organization_only": "failed failed [domain_verified_by_other_organization domain_verified_by_other_organization]",
			},
		},
		{
			Name: workossim.SwitchRecheckOfVerified,
			Tell: func(w *world) string {
				path := w.makeVerified("acme.test")
				w.Clock.Advance(48 * time.Hour)
				kept := w.state(path)
				w.Publish("acme.test")
				w.Clock.Advance(48 * time.Hour)
				return switchtest.Line(kept, w.state(path))
			},
			Want: map[string]string{"never": "verified verified", "fails_without_record": "verified failed"},
		},
		{
			Name: workossim.SwitchEventLag,
			Tell: func(w *world) string {
				w.makeFailed("acme.test")
				soon := w.reasons()
				w.Clock.Advance(65 * time.Second)
				return strings.Join([]string{soon, w.reasons()}, " ")
			},
			Want: map[string]string{
				"0":  "[domain_verification_period_expired] [domain_verification_period_expired]",
				"65": "[] [domain_verification_period_expired]",
			},
		},
	}
}
