// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestDriftChangesTheDomainBehindTheCallersBack(t *testing.T) {
	t.Parallel()
	for kind, c := range map[string]struct {
		state         string
		token, prefix bool // are as before
		told          []string
	}{
		"unverify":     {"pending", true, true, []string{"updated"}},
		"fail":         {"failed", true, true, []string{"updated", "verification_failed:" + workossim.ReasonExpired}},
		"rotate":       {"verified", false, false, []string{"updated"}},
		"rotate_token": {"verified", false, true, []string{"updated"}},
	} {
		w := newWorld(t)
		path := w.makeVerified("acme.test")
		w.Publish("acme.test") // or the poller would verify it again
		before, heard := w.domain("acme.test"), len(w.events())
		if err := w.Drift(kind, "Acme.test"); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		after := w.domain("acme.test")
		if w.state(path) != c.state || (after.Token == before.Token) != c.token || (after.Prefix == before.Prefix) != c.prefix {
			t.Errorf("%s: %+v, before %+v", kind, after, before)
		}
		if diff := cmp.Diff(c.told, w.events()[heard:]); diff != "" {
			t.Errorf("%s: events (-want +got):\n%s", kind, diff)
		}
	}
}

func TestRemovedDomainIsNotFoundAndAMovedOneKeepsItsIdentifier(t *testing.T) {
	t.Parallel()
	for kind, status := range map[string]int{"remove": 404, "move": 200} {
		w := newWorld(t)
		path := w.makeVerified("acme.test")
		w.Must(w.Drift(kind, "acme.test"))
		a := w.Get(path)
		w.Want(kind, a, status)
		if ours := w.Get(organization).Fields["domains"].([]any); len(ours) != 0 || a.Fields["organization_id"] == organizationID {
			t.Errorf("%s: organization still has %v", kind, ours)
		}
	}
}

func TestPendingDomainIsLostToAnotherOrganizationOrDeclaredVerified(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	lost, declared := w.add("lost.test"), w.add("declared.test")
	for kind, name := range map[string]string{"fail_elsewhere": "lost.test", "verify_manually": "declared.test"} {
		w.Must(w.Drift(kind, name))
	}
	if got := simtest.Line(w.state(lost), w.reasons(), w.state(declared), w.Get(declared).Fields["verification_strategy"]); got !=
		"failed [domain_verified_by_other_organization] verified manual" {
		t.Errorf("seen %s", got)
	}
}

func TestImpossibleDriftIsAnErrorThatSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	w.makeVerified("verified.test")
	w.addManual("manual.test", workossim.StateFailed)
	w.hold("acme.test")
	w.WantObstacles(w.Drift,
		[3]string{"unverify", "acme.test", "is not verified"},
		[3]string{"fail", "acme.test", "is failed already"},
		[3]string{"fail_elsewhere", "verified.test", "is not pending"},
		[3]string{"verify_manually", "verified.test", "is verified already"},
		[3]string{"rotate", "manual.test", "has no token"},
		[3]string{"move", "acme.test", "is at the other side"},
		[3]string{"remove", "unknown.test", "does not have it"},
		[3]string{"explode", "acme.test", "there are: unverify, fail, fail_elsewhere, remove, rotate, rotate_token, move, verify_manually"},
	)
}

func TestOtherOrganizationHoldsAndReleasesADomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, err := w.HoldElsewhere("acme.test")
	w.Must(err)
	if _, err := w.HoldElsewhere("acme.test"); err == nil || !strings.Contains(err.Error(), "already exists") {
		t.Errorf("holding it twice: %v, want an error", err)
	}
	domain := w.Get("/organizations/" + id).Fields["domains"].([]any)[0].(map[string]any)
	if ours := w.tryAdd("acme.test"); domain["state"] != "verified" || ours.Status != 201 {
		t.Errorf("theirs is %v, adding ours %d, want verified and 201", domain["state"], ours.Status)
	}
	w.Must(w.ReleaseElsewhere("acme.test"))
	if err := w.ReleaseElsewhere("acme.test"); err == nil {
		t.Error("released what is not held")
	}
}

func TestIdentifiersLeftOutAreMadeUpFromTheRandomSourceAlone(t *testing.T) {
	t.Parallel()
	made := func(now time.Time) workossim.Credentials {
		change := func(c *workossim.Config) { c.OrganizationID, c.Now = "", func() time.Time { return now } }
		return newWorld(t, change).Credentials()
	}
	c := made(time.Now())
	if diff := cmp.Diff(made(time.Unix(1e9, 0)), c); diff != "" {
		t.Errorf("another time gives other credentials (-then +now):\n%s", diff)
	}
	if !regexp.MustCompile(`^org_[0-7][0-9A-HJKMNP-TV-Z]{25}$`).MatchString(c.OrganizationID) || !strings.HasPrefix(c.APIKey, "sk_") {
		t.Errorf("made up %+v, want org_ and a ULID, and a key beginning with sk_", c)
	}
}

func TestPresetDomainsHaveTheirStateAndBadOnesAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, spec := range map[string]workossim.DomainSpec{
		"dns a.test pending":              {Domain: "a.test"},
		"dns b.test verified":             {Domain: "b.test", State: workossim.StateVerified},
		"manual c.test failed":            {Domain: "c.test", State: workossim.StateFailed, Manual: true},
		"no-field d.test legacy_verified": {Domain: "d.test", State: workossim.StateLegacyVerified},
	} {
		id, err := w.AddDomain(spec)
		w.Must(err)
		fields := w.Get(domains + "/" + id).Fields
		hasToken := fields["verification_token"] != nil
		if got := simtest.Line(shown(fields, "verification_strategy"), fields["domain"], fields["state"]); got != name || hasToken != strings.HasPrefix(name, "dns") {
			t.Errorf("%s: %s, has a token %t", name, got, hasToken)
		}
	}
	for _, spec := range []workossim.DomainSpec{
		{Domain: "a.test"}, {Domain: "no domain"}, {Domain: "e.test", State: "lost"}, {Domain: "e.test", OrganizationID: "org_none"},
	} {
		if _, err := w.AddDomain(spec); err == nil {
			t.Errorf("%+v was added", spec)
		}
	}
}
