// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

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
		if err != nil {
			t.Fatal(err)
		}
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

func TestSnapshotIsJSONThatKnowsEveryOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	w.hold("acme.test")
	text, err := json.Marshal(w.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`{"organization_id":"` + organizationID + `"`, `"name":"Somebody Else Ltd."`, `"record":"` + w.domain("acme.test").Record + `"`,
		`{"event":"organization_domain.verified"`,
	} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s lacks %s", text, part)
		}
	}
	if _, ok := w.Snapshot().Domain("nobody.test"); ok {
		t.Error("found a domain that nobody added")
	}
}
