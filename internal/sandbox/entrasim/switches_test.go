// SPDX-License-Identifier: MPL-2.0

package entrasim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	simtest.EachSettingShowsItsBehaviour(t, func(t *testing.T) *world { return newWorld(t) },
		slices.Concat(addStories(), recordStories(), subdomainStories(), verifyStories(), foreignStories(), deleteStories(), accessStories())...)
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
		simtest.Tell(entrasim.SwitchDuplicateDomain, func(w *world) string {
			w.add("acme.test")
			return refused(w.tryAdd("Acme.test"))
		}, map[string]string{
			"object_conflict_400": "400 ObjectConflict " + conflictText,
			"conflict_409":        "409 - " + conflictText,
			"created_again_201":   "201 - <nil>",
		}),
		simtest.Tell(entrasim.SwitchForeignDomainOnAdd, func(w *world) string {
			w.have("acme.test", entrasim.Other, true)
			return refused(w.tryAdd("acme.test"))
		}, map[string]string{"accepted": "201 - <nil>", "domain_in_use": "400 DomainInUse " + inUseText}),
		simtest.Tell(entrasim.SwitchProtectedSuffix, func(w *world) string { return refused(w.tryAdd("x.microsoft.com")) },
			map[string]string{"server_error_500": "500 - Internal server error.", "bad_request_400": "400 InvalidValue " + invalidText}),
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
	kinds := func(w *world) string {
		items, _ := w.items(w.path("acme.test") + "/verificationDnsRecords")
		var kinds []string
		for _, item := range items {
			kinds = append(kinds, fmt.Sprint(item["recordType"]))
		}
		return strings.Join(kinds, " ")
	}
	return []switchStory{
		simtest.Tell(entrasim.SwitchRecordSet, func(w *world) string { w.add("acme.test"); return kinds(w) },
			map[string]string{"mx_then_txt": "Mx Txt", "txt_then_mx": "Txt Mx", "txt_only": "Txt"}),
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
		simtest.Tell(entrasim.SwitchTokenWhilePending, func(w *world) string {
			w.add("acme.test")
			before := w.domain("acme.test").Text
			w.Clock.Advance(24 * time.Hour)
			kinds(w)
			return simtest.Line(before == w.domain("acme.test").Text)
		}, map[string]string{"stable": "true", "changes_daily": "false"}),
	}
}

func subdomainStories() []switchStory {
	return []switchStory{
		simtest.Tell(entrasim.SwitchSubdomainOfVerifiedRoot, func(w *world) string {
			w.have("acme.test", "", true)
			r := w.tryAdd("a.b.acme.test")
			return simtest.Line(shown(r), r.Fields["isRoot"])
		}, map[string]string{"born_verified": "201 true false", "needs_record": "201 false false"}),
		simtest.Tell(entrasim.SwitchSubdomainOfPendingRoot, func(w *world) string {
			w.add("acme.test")
			return refused(w.tryAdd("a.acme.test"))
		}, map[string]string{"needs_record": "201 - <nil>", "refused": "400 - The root domain acme.test is not verified."}),
		simtest.Tell(entrasim.SwitchChildWhenRootVerifies, func(w *world) string {
			w.add("acme.test")
			w.add("a.acme.test")
			w.prove("acme.test")
			return simtest.Line(shown(w.verify("acme.test")), shown(w.get("a.acme.test")))
		}, map[string]string{"stays_pending": "200 true 200 false", "becomes_verified": "200 true 200 true"}),
		simtest.Tell(entrasim.SwitchSubdomainOfFederated, func(w *world) string {
			w.have("acme.test", "", true)
			w.Must(w.Drift("federate", "acme.test"))
			r := w.tryAdd("a.acme.test")
			return simtest.Line(refused(r), r.Fields["authenticationType"])
		}, map[string]string{"invalid_values_400": "400 InvalidValue " + invalidText + " <nil>", "inherits": "201 - <nil> Federated"}),
	}
}

func verifyStories() []switchStory {
	return []switchStory{
		simtest.Tell(entrasim.SwitchMissingRecord, func(w *world) string { w.add("acme.test"); return refused(w.verify("acme.test")) },
			map[string]string{
				"dns_verification_400": "400 - " + dnsText, "bare_400": "400 - Domain verification failed.",
				"dns_verification_500": "500 - " + dnsText, "unverified_200": "200 - <nil>",
			}),
		simtest.Tell(entrasim.SwitchFailedLookupKept, func(w *world) string {
			w.add("acme.test")
			w.verify("acme.test")
			w.prove("acme.test")
			return w.moments(func() string { return simtest.Line(w.verify("acme.test").Status) }, 59*time.Minute, time.Minute)
		}, map[string]string{"1h": "400, 200", "0s": "200, 400"}),
		simtest.Tell(entrasim.SwitchVerifyOfVerified, func(w *world) string {
			w.have("acme.test", "", true)
			return refused(w.verify("acme.test"))
		}, map[string]string{
			"already_verified_400": "400 - The domain is already verified.", "ok_200": "200 - <nil>",
			"already_verified_409": "409 - The domain is already verified.",
		}),
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
		simtest.Tell(entrasim.SwitchForeignActive, func(w *world) string { held(w, entrasim.Other); return refused(w.verify("acme.test")) },
			map[string]string{
				"domain_in_use_400": "400 DomainInUse " + inUseText, "no_details_400": "400 - Domain verification failed.",
				"conflict_409": "409 - Domain is being used by an active tenant.",
			}),
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
		simtest.Tell(entrasim.SwitchForceTakeover, func(w *world) string {
			w.set(entrasim.SwitchForeignUnmanaged, "domain_in_use_400")
			held(w, entrasim.Unmanaged)
			plain := w.verify("acme.test").Status
			r := w.Post(w.path("acme.test")+"/verify", `{"forceTakeover":true}`)
			return simtest.Line(plain, shown(r), taken(w))
		}, map[string]string{"scheduled": "400 200 false []", "at_once": "400 200 true [acme.test]", "unknown_parameter_400": "400 400 <nil> []"}),
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
		simtest.Tell(entrasim.SwitchDeleteInUse, func(w *world) string { use(w, entrasim.References{Groups: 1}); return refused(remove(w)) },
			map[string]string{"object_in_use_400": "400 ObjectInUse " + deleteText, "no_details_400": "400 - " + deleteText}),
		simtest.Tell(entrasim.SwitchDeleteParent, func(w *world) string {
			w.have("acme.test", "", true)
			w.add("a.acme.test")
			return refused(remove(w))
		}, map[string]string{"no_details_400": "400 - " + deleteText, "object_in_use_400": "400 ObjectInUse " + deleteText}),
		simtest.Tell(entrasim.SwitchDeleteUnknown, func(w *world) string { return simtest.Line(remove(w).Status) },
			map[string]string{"not_found_404": "404", "no_content_204": "204"}),
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
		simtest.Tell(entrasim.SwitchReferencesLag, func(w *world) string {
			use(w, entrasim.References{Users: 1})
			return w.moments(func() string {
				items, _ := w.items(w.path("acme.test") + "/domainNameReferences")
				return simtest.Line(len(items))
			}, 0, 5*time.Minute)
		}, map[string]string{"0s": "1, 1", "5m": "0, 1"}),
	}
}

func accessStories() []switchStory {
	return []switchStory{
		simtest.Tell(entrasim.SwitchMissingPermission, func(w *world) string {
			w.issue(simhttp.TokenSpec{Scopes: []string{"Domain.Read.All"}})
			return refused(w.tryAdd("acme.test"))
		}, map[string]string{
			"denied_403": "403 - Insufficient privileges to complete the operation.",
			"denied_401": "401 - Insufficient privileges to complete the operation.",
		}),
		simtest.Tell(entrasim.SwitchTokenErrorStatus, func(w *world) string { return aadsts(w.tokenFrom(tenantID, [2]string{"client_secret", "wrong"})) },
			simtest.Each("401 400", "%s invalid_client [7.000215e+06]")),
		simtest.Tell(entrasim.SwitchThrottleAnswer, func(w *world) string {
			w.Must(w.Throttle(entrasim.ThrottleSpec{Times: 1, After: simhttp.Duration{Duration: 9500 * time.Millisecond}}))
			r := w.get("acme.test")
			return simtest.Line(r.Status, r.Header.Get("Retry-After"), w.get("acme.test").Status)
		}, map[string]string{"retry_after_429": "429 10 404", "bare_429": "429  404", "retry_after_503": "503 10 404"}),
	}
}
