// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	simtest.EachSettingShowsItsBehaviour(t, func(t *testing.T) *world { return newWorld(t) },
		simtest.Tell(workossim.SwitchMalformedDomain, func(w *world) string {
			var seen []int
			for _, name := range []string{"acme", "a_b.test", "*.acme.test", "https://acme.test", "acme..test", "10.0.0.1", "a b.test"} {
				seen = append(seen, w.tryAdd(name).Status)
			}
			return simtest.Line(seen)
		}, simtest.Each("422 400", "[%s %s %s %s %s %s %s]")),
		simtest.Tell(workossim.SwitchConsumerDomain, func(w *world) string {
			return simtest.Line(w.tryAdd("gmail.com").Status, w.tryAdd("Gmail.com").Status)
		}, simtest.Each("422 400", "%s %s")),
		simtest.Tell(workossim.SwitchDomainSpelling, func(w *world) string {
			var seen []any
			for _, name := range []string{"Acme.test", "beta.test.", "bücher.test"} {
				a := w.tryAdd(name)
				seen = append(seen, a.Status, a.Fields["domain"])
			}
			return simtest.Line(append(seen, w.tryAdd("acme.test").Status)...)
		}, map[string]string{
			"canonical": "201 acme.test 201 beta.test 201 xn--bcher-kva.test 409",
			"kept":      "201 Acme.test 201 beta.test. 201 bücher.test 409",
			"refused":   "422 <nil> 422 <nil> 422 <nil> 201",
		}),
		simtest.Tell(workossim.SwitchDomainCap, func(w *world) string {
			for i := range 100 {
				w.addManual(fmt.Sprintf("d%d.test", i), workossim.StatePending)
			}
			return simtest.Line(w.tryAdd("acme.test").Status)
		}, map[string]string{"none": "201", "100": "422"}),
		simtest.Tell(workossim.SwitchVerifyOfManual, func(w *world) string {
			a := w.verify(w.addManual("acme.test", workossim.StatePending))
			return simtest.Line(a.Status, a.Fields["verification_strategy"], a.Fields["verification_token"] != nil)
		}, map[string]string{
			"issues_token": "201 dns true", "stays_manual": "201 manual false", "422": "422 <nil> false",
		}),
		simtest.Tell(workossim.SwitchPollInterval, func(w *world) string {
			path := w.add("acme.test")
			d := w.domain("acme.test")
			w.Publish("acme.test", d.Record)
			seen := []any{w.state(path)}
			for _, wait := range []time.Duration{5 * time.Second, 55 * time.Second, 9 * time.Minute} {
				w.Clock.Advance(wait)
				seen = append(seen, w.state(path))
			}
			return simtest.Line(seen...)
		}, map[string]string{
			"0": "verified verified verified verified", "5": "pending verified verified verified",
			"60": "pending pending verified verified", "600": "pending pending pending verified",
		}),
		simtest.Tell(workossim.SwitchPollBegins, func(w *world) string {
			path := w.makePending("acme.test")
			w.Clock.Advance(time.Hour)
			before := w.state(path)
			w.verify(path)
			w.Clock.Advance(time.Hour)
			return simtest.Line(before, w.state(path))
		}, map[string]string{"at_creation": "verified verified", "at_verify": "pending verified"}),
		simtest.Tell(workossim.SwitchVerifyLooks, func(w *world) string {
			path := w.makePending("acme.test")
			a := w.verify(path)
			return simtest.Line(a.Status, a.Fields["state"], w.state(path))
		}, map[string]string{"with_the_next_poll": "201 pending pending", "immediately": "201 pending verified"}),
		simtest.Tell(workossim.SwitchRestartToken, func(w *world) string {
			path := w.makeFailed("acme.test")
			before := w.domain("acme.test")
			a := w.verify(path)
			return simtest.Line(a.Status, a.Fields["state"], a.Fields["verification_token"] == before.Token,
				a.Fields["verification_prefix"] == before.Prefix)
		}, map[string]string{
			"same": "201 pending true true", "new_token": "201 pending false true", "new_token_and_prefix": "201 pending false false",
		}),
		simtest.Tell(workossim.SwitchRestartClock, func(w *world) string {
			path := w.makeFailed("acme.test")
			w.verify(path)
			soon := w.state(path)
			w.Clock.Advance(month)
			return simtest.Line(soon, w.state(path), w.reasons())
		}, map[string]string{
			"begins_anew": "pending failed [domain_verification_period_expired domain_verification_period_expired]",
			"runs_on":     "failed failed [domain_verification_period_expired domain_verification_period_expired]",
		}),
		simtest.Tell(workossim.SwitchVerifiedElsewhere, func(w *world) string {
			path := w.add("acme.test")
			w.hold("acme.test")
			lost := w.state(path)
			w.verify(path)
			w.Publish("acme.test", w.domain("acme.test").Record)
			w.Clock.Advance(time.Hour)
			return simtest.Line(lost, w.state(path), w.reasons())
		}, map[string]string{
			"pending_fails":         "failed verified [domain_verified_by_other_organization]",
			"pending_stays":         "pending verified []",
			"one_organization_only": "failed failed [domain_verified_by_other_organization domain_verified_by_other_organization]",
		}),
		simtest.Tell(workossim.SwitchRecheckOfVerified, func(w *world) string {
			path := w.makeVerified("acme.test")
			w.Clock.Advance(48 * time.Hour)
			kept := w.state(path)
			w.Publish("acme.test")
			w.Clock.Advance(48 * time.Hour)
			return simtest.Line(kept, w.state(path))
		}, map[string]string{"never": "verified verified", "fails_without_record": "verified failed"}),
		simtest.Tell(workossim.SwitchEventLag, func(w *world) string {
			w.makeFailed("acme.test")
			soon := w.reasons()
			w.Clock.Advance(65 * time.Second)
			return strings.Join([]string{soon, w.reasons()}, " ")
		}, map[string]string{
			"0":  "[domain_verification_period_expired] [domain_verification_period_expired]",
			"65": "[] [domain_verification_period_expired]",
		}),
		simtest.Tell(workossim.SwitchVerificationPrefix, func(w *world) string {
			path := w.add("acme.test")
			prefix := shown(w.Get(path).Fields, "verification_prefix")
			value := prefix
			if prefix == "no-field" || prefix == "null" {
				value = "verification_token"
			} else {
				prefix = "prefix"
			}
			w.Publish("acme.test", value+"="+w.domain("acme.test").Token)
			w.Clock.Advance(time.Minute)
			return simtest.Line(prefix, w.state(path))
		}, map[string]string{"present": "prefix verified", "absent": "no-field verified", "null": "null verified"}),
		simtest.Tell(workossim.SwitchTokenOfVerified, func(w *world) string {
			path := w.add("acme.test")
			tells := func() string {
				fields := w.Get(path).Fields
				_, token := fields["verification_token"]
				_, prefix := fields["verification_prefix"]
				return fmt.Sprint(token, prefix)
			}
			before := tells()
			w.Publish("acme.test", w.domain("acme.test").Record)
			w.Clock.Advance(time.Minute)
			return simtest.Line(before, w.state(path), tells())
		}, map[string]string{"shown": "true true verified true true", "hidden": "true true verified false false"}),
		simtest.Tell(workossim.SwitchPendingState, func(w *world) string {
			path := w.makePending("acme.test")
			before := shown(w.Get(path).Fields, "state")
			w.Clock.Advance(time.Minute)
			return before + " " + shown(w.Get(path).Fields, "state")
		}, map[string]string{
			"pending": "pending verified", "unverified": "unverified verified", "absent": "no-field verified",
			"null": "null verified", "checking": "checking verified",
		}),
		simtest.Tell(workossim.SwitchPortalUnknownOrganization, func(w *world) string {
			a := w.Post(portal, `{"organization":"org_none"}`)
			return simtest.Line(a.Status, a.Fields["message"])
		}, map[string]string{
			"404": "404 Organization not found: 'org_none'.",
			"400": "400 Could not find an organization with the id, org_none.",
		}),
		simtest.Tell(workossim.SwitchPortalDefaultReturnURL, func(w *world) string {
			return simtest.Line(w.Post(portal, `{"organization":"`+organizationID+`"}`).Status)
		}, map[string]string{"configured": "201", "missing": "400"}),
		simtest.Tell(workossim.SwitchEventsWithoutRange, func(w *world) string {
			w.makeFailed("acme.test")
			w.Clock.Advance(month + time.Hour)
			return w.reasons()
		}, map[string]string{"last_30_days": "[]", "all_kept": "[domain_verification_period_expired]"}),
		simtest.Tell(workossim.SwitchIdempotency, func(w *world) string {
			w.Header.Set("Idempotency-Key", "0a3f")
			first, second := w.tryAdd("acme.test"), w.tryAdd("acme.test")
			return simtest.Line(first.Status, second.Status, first.Text == second.Text, w.tryAdd("beta.test").Status)
		}, map[string]string{"honoured": "201 201 true 400", "ignored": "201 409 false 201"}),
		simtest.Tell(workossim.SwitchRetryAfter, func(w *world) string {
			w.Must(w.LimitRate(1))
			w.Get(organization)
			w.Clock.Advance(1500 * time.Millisecond)
			a := w.Get(organization)
			return simtest.Line(a.Status, a.Header.Get("Date"), a.Header.Get("Retry-After"))
		}, map[string]string{
			"seconds":   "429 Thu, 01 Jan 2026 12:00:01 GMT 59",
			"http_date": "429 Thu, 01 Jan 2026 12:00:01 GMT Thu, 01 Jan 2026 12:01:00 GMT",
			"absent":    "429 Thu, 01 Jan 2026 12:00:01 GMT ",
		}),
	)
}

// shown tells a field, and a null from a field that is not there.
func shown(fields map[string]any, name string) string {
	value, there := fields[name]
	switch {
	case !there:
		return "no-field"
	case value == nil:
		return "null"
	}
	return fmt.Sprint(value)
}
