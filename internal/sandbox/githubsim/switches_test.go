// SPDX-License-Identifier: MPL-2.0

package githubsim_test

import (
	"slices"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	simtest.EachSettingShowsItsBehaviour(t, func(t *testing.T) *world { return newWorld(t) },
		slices.Concat(domainStories(), recordStories(), verifyStories(), permissionStories())...)
}

type switchStory = simtest.Story[*world]

func domainStories() []switchStory {
	return []switchStory{
		simtest.Tell(githubsim.SwitchAddExisting, func(w *world) string {
			d := w.makeVerified("acme.test")
			a := w.tryAdd(w.ownerID("organization"), "Acme.test")
			return simtest.Line(a.first(), a.at("it.domain.id") == d.ID, a.at("it.domain.isVerified"), len(w.Snapshot().Domains))
		}, map[string]string{
			"error":       "UNPROCESSABLE Domain acme.test already exists for this account false <nil> 1",
			"existing":    " true true 1",
			"second_node": " false false 2",
		}),
		simtest.Tell(githubsim.SwitchHeldElsewhere, func(w *world) string {
			d := w.add("before.test")
			w.publish(d)
			for _, name := range []string{"before.test", "acme.test"} {
				w.Must(w.AddDomain(githubsim.DomainSpec{Domain: name, Owner: githubsim.ForOther, Verified: true}))
			}
			a, b := w.verify(d.ID), w.tryAdd(w.ownerID("organization"), "acme.test")
			return simtest.Line(a.at("it.domain.isVerified"), a.first(), b.at("it.domain.isVerified"), b.first())
		}, map[string]string{
			"allowed": "true  false ",
			"error": "<nil> UNPROCESSABLE Domain before.test is verified by another account " +
				"<nil> UNPROCESSABLE Domain acme.test is verified by another account",
		}),
		simtest.Tell(githubsim.SwitchInherited, func(w *world) string {
			w.add("acme.test")
			w.Must(w.AddDomain(githubsim.DomainSpec{Domain: "group.test", Owner: githubsim.ForEnterprise}))
			a := w.list()
			return simtest.Line(a.at("organization.domains.totalCount"), a.at("organization.domains.nodes.1.owner"))
		}, map[string]string{"absent": "1 <nil>", "listed": "2 map[__typename:Enterprise slug:acme-group]"}),
		simtest.Tell(githubsim.SwitchDeleteUnknown, func(w *world) string {
			a := w.delete("VD_none")
			return simtest.Line(a.data, a.first())
		}, map[string]string{
			"not_found":     "map[it:<nil>] NOT_FOUND Could not resolve to a node with the global id of 'VD_none'.",
			"unprocessable": "map[it:<nil>] UNPROCESSABLE Could not resolve to a node with the global id of 'VD_none'.",
			"success":       "map[it:map[owner:<nil>]] ",
		}),
		simtest.Tell(githubsim.SwitchDeleteRequired, func(w *world) string {
			d := w.makeVerified("acme.test")
			w.change(githubsim.OwnerChange{Policy: &yes})
			a := w.delete(d.ID)
			return simtest.Line(a.first(), len(w.Snapshot().Domains))
		}, map[string]string{"deleted": " 0", "error": "UNPROCESSABLE Domain acme.test is required for the policy of Acme-Corp 1"}),
		simtest.Tell(githubsim.SwitchRequired, func(w *world) string {
			first, second := w.makeVerified("acme.test"), w.makeVerified("beta.test")
			w.change(githubsim.OwnerChange{Policy: &yes})
			before := w.read(second.ID, "isRequiredForPolicyEnforcement")
			w.delete(first.ID)
			return simtest.Line(before, w.read(second.ID, "isRequiredForPolicyEnforcement"))
		}, map[string]string{"every": "true true", "last": "false true"}),
	}
}

func recordStories() []switchStory {
	return []switchStory{
		simtest.Tell(githubsim.SwitchRenamedHostName, func(w *world) string {
			d := w.add("acme.test")
			w.change(githubsim.OwnerChange{Login: "Acme-Labs"})
			gone := w.list()
			return simtest.Line(gone.errors[0].Type, w.read(d.ID, "dnsHostName"), w.read(d.ID, "owner"))
		}, map[string]string{
			"kept": "NOT_FOUND _gh-Acme-Corp-o.acme.test map[__typename:Organization login:Acme-Labs]",
			"new":  "NOT_FOUND _gh-Acme-Labs-o.acme.test map[__typename:Organization login:Acme-Labs]",
		}),
	}
}

func verifyStories() []switchStory {
	return []switchStory{
		simtest.Tell(githubsim.SwitchVerifyWithoutRecord, func(w *world) string {
			a := w.verify(w.add("acme.test").ID)
			return simtest.Line(a.at("it.domain.isVerified"), a.first())
		}, map[string]string{
			"unverified_payload": "false ",
			"error":              "<nil> UNPROCESSABLE Could not verify acme.test: no matching DNS TXT record was found",
			"error_with_domain":  "false UNPROCESSABLE Could not verify acme.test: no matching DNS TXT record was found",
		}),
		simtest.Tell(githubsim.SwitchAfterVerification, func(w *world) string {
			d := w.makeVerified("acme.test")
			return simtest.Line(w.read(d.ID, "dnsHostName"), w.read(d.ID, "verificationToken") == d.Token, w.read(d.ID, "tokenExpirationTime"))
		}, map[string]string{
			"kept":       "_gh-Acme-Corp-o.acme.test true 2026-01-08T12:00:00Z",
			"token_null": "_gh-Acme-Corp-o.acme.test false 2026-01-08T12:00:00Z",
			"all_null":   "<nil> false <nil>",
		}),
		simtest.Tell(githubsim.SwitchExpiredToken, func(w *world) string {
			d := w.add("acme.test")
			w.Clock.Advance(week)
			shown := w.read(d.ID, "verificationToken")
			return simtest.Line(shown == nil, shown == d.Token, w.read(d.ID, "tokenExpirationTime"))
		}, map[string]string{
			"shown":           "false true 2026-01-08T12:00:01Z",
			"null":            "true false 2026-01-08T12:00:01Z",
			"rotated_on_read": "false false 2026-01-15T12:00:01Z",
		}),
		simtest.Tell(githubsim.SwitchVerifyExpired, func(w *world) string {
			d := w.add("acme.test")
			w.publish(d)
			w.Clock.Advance(week)
			a := w.verify(d.ID)
			return simtest.Line(a.at("it.domain.isVerified"), a.first())
		}, map[string]string{
			"refused":            "<nil> UNPROCESSABLE The verification token of acme.test has expired",
			"unverified_payload": "false ",
			"accepted":           "true ",
		}),
		simtest.Tell(githubsim.SwitchVerifyVerified, func(w *world) string {
			a := w.verify(w.makeVerified("acme.test").ID)
			return simtest.Line(a.at("it.domain.isVerified"), a.first())
		}, map[string]string{"verified_payload": "true ", "error": "<nil> UNPROCESSABLE Domain acme.test is already verified"}),
		simtest.Tell(githubsim.SwitchRegenerateUnexpired, func(w *world) string {
			d := w.add("acme.test")
			same := w.regenerate(d.ID).at("it.verificationToken") == d.Token
			w.Clock.Advance(week)
			return simtest.Line(same, w.regenerate(d.ID).at("it.verificationToken") == d.Token)
		}, map[string]string{"new_token": "false false", "same_token": "true false"}),
	}
}

func permissionStories() []switchStory {
	const byApp = "FORBIDDEN Resource not accessible by integration"
	const exceeded = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
	return []switchStory{
		simtest.Tell(githubsim.SwitchDomainsDenied, func(w *world) string {
			w.issue(simhttp.TokenSpec{NotAdmin: true})
			a := w.list()
			b := w.ask(`{ enterprise(slug: "acme-group") { ownerInfo { domains(first: 1) { totalCount } } } }`, nil)
			c := w.ask(`{ organization(login: "Acme-Corp") { domains(first: 1) { totalCount } } }`, nil)
			return simtest.Line(a.at("organization.domains"), b.data, b.first(), c.data, c.first())
		}, map[string]string{
			"error": "<nil> map[] FORBIDDEN octo-owner does not have permission to access ownerInfo of acme-group. " +
				"map[] FORBIDDEN octo-owner does not have permission to access domains of Acme-Corp.",
			"null": "<nil> map[enterprise:map[ownerInfo:<nil>]]  map[organization:map[domains:<nil>]] ",
		}),
		simtest.Tell(githubsim.SwitchAppToken, func(w *world) string {
			organization, enterprise := w.ownerID("organization"), w.ownerID("enterprise")
			w.asApp()
			return simtest.Line(w.list().first(), w.tryAdd(organization, "acme.test").first(), w.tryAdd(enterprise, "acme.test").first())
		}, map[string]string{"forbidden": simtest.Line(byApp, byApp, byApp), "works": "  " + byApp}),
		simtest.Tell(githubsim.SwitchSecondaryLimit, func(w *world) string {
			w.Must(w.Limit(githubsim.LimitSpec{Secondary: simhttp.Duration{Duration: 90 * time.Second}}))
			a := w.list()
			return simtest.Line(a.Status, a.Header.Get("Retry-After"), a.Fields["message"], a.first())
		}, map[string]string{
			"403_retry_after": "403 90 " + exceeded + " ",
			"200_errors":      "200  <nil> " + exceeded,
			"403_plain":       "403  " + exceeded + " ",
		}),
	}
}
