// SPDX-License-Identifier: MPL-2.0

package entrasim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	simtest.EachSettingShowsItsBehaviour(t, func(t *testing.T) *world { return newWorld(t) },
		slices.Concat(addStories(), recordStories(), subdomainStories(), verifyStories(), foreignStories(), deleteStories())...)
}

type switchStory = simtest.Story[*world]

const (
	conflictText = "Another object with the same value for property id already exists."
	invalidText  = "One or more properties contains invalid values."
	inUseText    = "Domain verification failed with the following error: 'Domain is being used by an active tenant'."
	dnsText      = "Domain verification failed with the following error: 'Error in DNS verification. code=InternalError'."
	deleteText   = "Domain deletion attempt failed."
)

// moments tells what is seen after each of the pauses.
func (w *world) moments(see func() string, pauses ...time.Duration) string {
	var all []string
	for _, pause := range pauses {
		w.Clock.Advance(pause)
		all = append(all, see())
	}
	return strings.Join(all, ", ")
}

func addStories() []switchStory {
	return []switchStory{
		simtest.Tell(entrasim.SwitchForeignDomainOnAdd, func(w *world) string {
			w.have("acme.test", entrasim.Other, true)
			return refused(w.tryAdd("acme.test"))
		}, map[string]string{"accepted": "201 - <nil>", "domain_in_use": "400 DomainInUse " + inUseText}),
		simtest.Tell(entrasim.SwitchAddVisibleAfter, func(w *world) string {
			w.add("acme.test")
			return w.moments(func() string {
				return simtest.Line(w.get("acme.test").Status, w.Get(w.path("acme.test")+"/verificationDnsRecords").Status, w.listed())
			}, 0, 20*time.Second, time.Minute)
		}, map[string]string{
			"0s":  "200 200 acme.test, 200 200 acme.test, 200 200 acme.test",
			"20s": "404 404 , 200 200 acme.test, 200 200 acme.test",
			"80s": "404 404 , 404 404 , 200 200 acme.test",
		}),
		simtest.Tell(entrasim.SwitchListLag, func(w *world) string {
			w.add("acme.test")
			return w.moments(w.listed, 0, 30*time.Second, 5*time.Minute)
		}, map[string]string{
			"0s": "acme.test, acme.test, acme.test", "30s": ", acme.test, acme.test", "5m": ", , acme.test",
		}),
		simtest.Tell(entrasim.SwitchReaddAfterDelete, func(w *world) string {
			w.add("acme.test")
			w.Want("deleting", w.Delete(w.path("acme.test")), 204)
			again := refused(w.tryAdd("acme.test"))
			w.Clock.Advance(30 * time.Second)
			return again + ", " + refused(w.tryAdd("acme.test"))
		}, map[string]string{
			"at_once":      "201 - <nil>, 400 ObjectConflict " + conflictText,
			"conflict_30s": "400 ObjectConflict " + conflictText + ", 201 - <nil>",
		}),
		simtest.Tell(entrasim.SwitchListPageSize, func(w *world) string {
			for i := range 101 {
				w.have(fmt.Sprintf("n%d.test", i), "", false)
			}
			items, pages := w.items("/v1.0/domains?$select=id")
			return simtest.Line(len(items), len(items[0]), pages)
		}, map[string]string{"all": "102 1 1", "100": "102 1 2", "2": "102 1 51"}),
	}
}

func recordStories() []switchStory {
	return []switchStory{
		simtest.Tell(entrasim.SwitchRecordsOfVerified, func(w *world) string {
			w.have("acme.test", "", true)
			r := w.Get(w.path("acme.test") + "/verificationDnsRecords")
			items, _ := r.Fields["value"].([]any)
			return simtest.Line(r.Status, len(items))
		}, map[string]string{"shown": "200 2", "empty": "200 0", "not_found_404": "404 0", "bad_request_400": "400 0"}),
		simtest.Tell(entrasim.SwitchTokenOnReadd, func(w *world) string {
			w.add("acme.test")
			before := w.domain("acme.test").Text
			w.Must(w.Drift("readd", "acme.test"))
			return simtest.Line(before == w.domain("acme.test").Text)
		}, map[string]string{"same": "true", "new": "false"}),
	}
}

func subdomainStories() []switchStory {
	return []switchStory{
		simtest.Tell(entrasim.SwitchSubdomainOfVerifiedRoot, func(w *world) string {
			w.have("acme.test", "", true)
			r := w.tryAdd("a.b.acme.test")
			return simtest.Line(shown(r), r.Fields["isRoot"])
		}, map[string]string{"born_verified": "201 true false", "needs_record": "201 false false"}),
	}
}

func verifyStories() []switchStory {
	return []switchStory{
		simtest.Tell(entrasim.SwitchFailedLookupKept, func(w *world) string {
			w.add("acme.test")
			w.verify("acme.test")
			w.prove("acme.test")
			return w.moments(func() string { return simtest.Line(w.verify("acme.test").Status) }, 59*time.Minute, time.Minute)
		}, map[string]string{"1h": "400, 200", "0s": "200, 400"}),
		simtest.Tell(entrasim.SwitchVerifyVisibleAfter, func(w *world) string {
			w.add("acme.test")
			w.prove("acme.test")
			w.Want("verifying", w.verify("acme.test"), 200)
			return w.moments(func() string { return shown(w.get("acme.test")) + " " + w.listed() }, 0, 30*time.Second, time.Minute)
		}, map[string]string{
			"0s":  "200 true acme.test+, 200 true acme.test+, 200 true acme.test+",
			"30s": "200 false acme.test, 200 true acme.test+, 200 true acme.test+",
			"80s": "200 false acme.test, 200 false acme.test, 200 true acme.test+",
		}),
		simtest.Tell(entrasim.SwitchVerifyIsAsync, func(w *world) string {
			w.add("acme.test")
			w.add("late.test")
			w.prove("acme.test")
			first := shown(w.verify("acme.test")) + " " + simtest.Line(w.verify("late.test").Status)
			return first + ", " + w.moments(func() string {
				return shown(w.get("acme.test")) + " " + progress(w.get("acme.test")) + " " + progress(w.get("late.test"))
			}, 30*time.Second, 30*time.Second)
		}, map[string]string{
			"no": "200 true 400, 200 true 200 <nil> <nil> 200 <nil> <nil>, 200 true 200 <nil> <nil> 200 <nil> <nil>",
			"scheduled": "200 false 200, 200 false 200 Verification InProgress 200 Verification InProgress, " +
				"200 true 200 <nil> <nil> 200 Verification Failed",
		}),
	}
}

func foreignStories() []switchStory {
	held := func(w *world, tenant string) {
		w.have("acme.test", tenant, true)
		w.add("acme.test")
		w.prove("acme.test")
	}
	taken := func(w *world) any { return w.Snapshot().Tenants[0].TakenOver }
	return []switchStory{
		simtest.Tell(entrasim.SwitchForeignUnmanaged, func(w *world) string {
			held(w, entrasim.Unmanaged)
			r := w.verify("acme.test")
			before := taken(w)
			w.Clock.Advance(10 * time.Minute)
			return simtest.Line(shown(r), r.Fields["availabilityStatus"], before, shown(w.get("acme.test")), taken(w))
		}, map[string]string{
			"takeover_scheduled": "200 false EmailVerifiedDomainTakeoverScheduled [] 200 true [acme.test]",
			"takeover_at_once":   "200 true AvailableImmediately [acme.test] 200 true [acme.test]",
			"domain_in_use_400":  "400 <nil> <nil> [] 200 false []",
		}),
		simtest.Tell(entrasim.SwitchTakeoverState, func(w *world) string {
			held(w, entrasim.Unmanaged)
			w.verify("acme.test")
			return progress(w.get("acme.test"))
		}, map[string]string{"verification_state": "200 Verification Scheduled", "null": "200 <nil> <nil>"}),
		simtest.Tell(entrasim.SwitchDiscoveryOfSubdomain, func(w *world) string {
			w.have("acme.test", "", true)
			return simtest.Line(w.login.Get("/a.b.acme.test/v2.0/.well-known/openid-configuration").Status)
		}, map[string]string{"invalid_tenant": "400", "roots_tenant": "200"}),
	}
}

func deleteStories() []switchStory {
	force := func(w *world) simtest.Response {
		return w.Post(w.path("acme.test")+"/forceDelete", `{"disableUserAccounts":false}`)
	}
	use := func(w *world, references entrasim.References) {
		w.have("acme.test", "", true)
		w.Must(w.SetReferences(entrasim.ReferenceSpec{Domain: "acme.test", References: references}))
	}
	remove := func(w *world) simtest.Response { return w.Delete(w.path("acme.test")) }
	return []switchStory{
		simtest.Tell(entrasim.SwitchDeleteGoneAfter, func(w *world) string {
			w.add("acme.test")
			w.Want("deleting", remove(w), 204)
			return w.moments(func() string { return simtest.Line(w.get("acme.test").Status, w.listed()) }, 0, 30*time.Second, 10*time.Minute)
		}, map[string]string{
			"0s": "404 , 404 , 404 ", "30s": "200 acme.test, 404 , 404 ", "10m": "200 acme.test, 200 acme.test, 404 ",
		}),
		simtest.Tell(entrasim.SwitchForceDuration, func(w *world) string {
			use(w, entrasim.References{Users: 1})
			w.Want("forcing", force(w), 204)
			return w.moments(func() string { return progress(w.get("acme.test")) }, 0, time.Minute, 24*time.Hour)
		}, map[string]string{
			"1m":  "200 ForceDelete Scheduled, 404 <nil> <nil>, 404 <nil> <nil>",
			"24h": "200 ForceDelete Scheduled, 200 ForceDelete Scheduled, 404 <nil> <nil>",
		}),
		simtest.Tell(entrasim.SwitchForceEnd, func(w *world) string {
			use(w, entrasim.References{Users: 2, Groups: 1})
			force(w)
			w.Clock.Advance(time.Minute)
			return simtest.Line(progress(w.get("acme.test")), w.Snapshot().Tenants[0].Renamed)
		}, map[string]string{"gone": "404 <nil> <nil> 3", "failed": "200 ForceDelete Failed 0"}),
		simtest.Tell(entrasim.SwitchForceRefused, func(w *world) string {
			use(w, entrasim.References{Users: 1001})
			at := simtest.Line(force(w).Status)
			w.Clock.Advance(time.Minute)
			return at + " " + progress(w.get("acme.test"))
		}, map[string]string{"at_once_400": "400 200 <nil> <nil>", "failed_later": "204 200 ForceDelete Failed"}),
	}
}
