// SPDX-License-Identifier: MPL-2.0

package githubsim_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestDomainIsAddedVerifiedByItsRecordAndDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.add("acme.test").ID
	d := w.domain("acme.test")
	want := map[string]any{
		"id": id, "databaseId": 4.0, "domain": "acme.test", "punycodeEncodedDomain": "acme.test",
		"dnsHostName": "_gh-Acme-Corp-o.acme.test", "verificationToken": d.Token, "tokenExpirationTime": "2026-01-08T12:00:01Z",
		"isVerified": false, "isApproved": false, "hasFoundHostName": false, "hasFoundVerificationToken": false,
		"isRequiredForPolicyEnforcement": false, "createdAt": "2026-01-01T12:00:01Z", "updatedAt": "2026-01-01T12:00:01Z",
		"owner": map[string]any{"__typename": "Organization", "login": "Acme-Corp"},
	}
	if diff := cmp.Diff(want, w.list().at("organization.domains.nodes.0")); diff != "" || len(d.Token) != 10 {
		t.Errorf("token %q (-want +got):\n%s", d.Token, diff)
	}
	w.Publish(d.HostName, "0123456789")
	early := w.verify(id)
	w.publish(d)
	verified := w.verify(id)
	deleted := w.delete(id)
	got := simtest.Line(
		early.at("it.domain.isVerified"), early.at("it.domain.hasFoundHostName"), early.at("it.domain.hasFoundVerificationToken"), early.first(),
		verified.at("it.domain.isVerified"), verified.at("it.domain.hasFoundVerificationToken"),
		deleted.at("it.owner.__typename"), w.list().at("organization.domains.totalCount"),
	)
	if got != "false true false  true true Organization 0" {
		t.Errorf("seen %s", got)
	}
}

func TestEnterpriseHasDomainsOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	added := w.tryAdd(w.ownerID("enterprise"), "acme.test")
	id := added.at("it.domain.id").(string)
	w.Publish("_gh-acme-group-e.acme.test", added.at("it.domain.verificationToken").(string))
	seen := []any{w.verify(id).at("it.domain.isVerified"), w.list().at("organization.domains.totalCount")}
	a := w.ask(enterpriseQuery, variables{"slug": "acme-group"})
	seen = append(seen, a.at("enterprise.ownerInfo.domains.nodes.0.owner"), a.at("enterprise.viewerIsAdmin"))
	if got := simtest.Line(seen...); got != "true 0 map[__typename:Enterprise slug:acme-group] true" {
		t.Errorf("seen %s", got)
	}
}

func TestTokenEndsAfterAWeekAndIsRegenerated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.add("acme.test")
	w.publish(d)
	w.Clock.Advance(week - time.Second)
	expired := w.verify(d.ID)
	fresh := w.regenerate(d.ID)
	again := w.domain("acme.test")
	old := w.verify(d.ID)
	w.publish(again)
	got := simtest.Line(expired.first(), expired.at("it"), fresh.at("it.verificationToken") == again.Token, again.Token != d.Token,
		again.ExpiresAt.Sub(d.ExpiresAt), old.at("it.domain.isVerified"), w.verify(d.ID).at("it.domain.isVerified"))
	if got != "UNPROCESSABLE The verification token of acme.test has expired <nil> true true 168h0m1s false true" {
		t.Errorf("seen %s", got)
	}
}

func TestTokenRotatedDuringTheLookupDoesNotVerify(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.add("acme.test")
	w.publish(d)
	w.During = func(string) { w.Must(w.Drift("rotate", "acme.test")) }
	if a := w.verify(d.ID); a.at("it.domain.isVerified") != false {
		t.Errorf("verified by a token that was replaced: %s", a.Text)
	}
}

func TestDomainDeletedDuringTheLookupIsNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.add("acme.test")
	w.During = func(string) { w.Must(w.Drift("remove", "acme.test")) }
	if a := w.verify(d.ID); a.errors[0].Type != "NOT_FOUND" {
		t.Errorf("answer %s", a.Text)
	}
}

func TestFailedLookupIsARecordNotSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if a := w.verify(w.add("broken.test").ID); a.Status != 200 || a.at("it.domain.hasFoundHostName") != false {
		t.Errorf("answer %s", a.Text)
	}
}

func TestAddedNameIsCutToTheHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for sent, want := range map[string]string{
		"Acme.Test": "acme.test acme.test", "dot.test.": "dot.test dot.test", "https://url.test/path": "url.test url.test",
		"BÜCHER.test": "bücher.test xn--bcher-kva.test", "xn--mller-kva.test": "müller.test xn--mller-kva.test",
	} {
		a := w.tryAdd(w.ownerID("organization"), sent)
		if got := simtest.Line(a.at("it.domain.domain"), a.at("it.domain.punycodeEncodedDomain")); got != want {
			t.Errorf("%s: %s, want %s: %s", sent, got, want, a.Text)
		}
	}
}

func TestNamesThatAreNoDomainsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, sent := range []string{"", "test", "*.acme.test", "192.0.2.1", "under_score.test", "acme.test:80", "a b.test", "https://", longName()} {
		if a := w.tryAdd(w.ownerID("organization"), sent); a.first() != "UNPROCESSABLE Domain is not a valid domain name" {
			t.Errorf("%q: %s", sent, a.Text)
		}
	}
}

func TestUsersOwnNoDomains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	byID := w.tryAdd("U_kgDOVXM", "acme.test")
	byLogin := w.ask(organizationQuery, variables{"login": "octo-owner"})
	if byID.errors[0].Type != "NOT_FOUND" || byLogin.first() != "NOT_FOUND Could not resolve to an Organization with the login of 'octo-owner'." {
		t.Errorf("seen %s and %s", byID.Text, byLogin.Text)
	}
}

func TestPolicyRequiresItsDomains(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.makeVerified("acme.test")
	pending := w.add("beta.test")
	w.change(githubsim.OwnerChange{Policy: &yes})
	const required = "isRequiredForPolicyEnforcement"
	seen := []any{w.read(d.ID, required), w.read(pending.ID, required)}
	w.change(githubsim.OwnerChange{Policy: new(bool)})
	seen = append(seen, w.read(d.ID, required))
	if got := simtest.Line(seen...); got != "true false false" {
		t.Errorf("seen %s", got)
	}
}
