// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestDriftChangesTheDomainBehindTheCallersBack(t *testing.T) {
	t.Parallel()
	for kind, change := range map[string]func(*zohosim.DomainSnapshot){
		"unverify":       func(d *zohosim.DomainSnapshot) { d.Verified, d.Expired = false, true },
		"enable_hosting": func(d *zohosim.DomainSnapshot) { d.Hosting = true },
		"add_users":      func(d *zohosim.DomainSnapshot) { d.Users = 1 },
	} {
		w := newWorld(t)
		w.makeVerified("acme.test")
		want := w.domain("acme.test")
		change(&want)
		w.Must(w.Drift(kind, "Acme.test."))
		if diff := cmp.Diff(want, w.domain("acme.test")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
}

func TestDriftAndItsOppositeCancelOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	want := w.domain("acme.test")
	for _, kind := range []string{"unverify", "verify", "enable_hosting", "disable_hosting", "add_users", "remove_users"} {
		w.Must(w.Drift(kind, "acme.test"))
	}
	if diff := cmp.Diff(want, w.domain("acme.test")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRotatedDomainShowsNewCodesAndStaysVerified(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	before := w.get("acme.test").data
	w.Must(w.Drift("rotate", "acme.test"))
	after := w.get("acme.test").data
	if before["CNAMEVerificationCode"] == after["CNAMEVerificationCode"] || after["verificationStatus"] != true {
		t.Errorf("before %v, after %v", before, after)
	}
}

func TestRemovedAndRenamedDomainsAreNotFound(t *testing.T) {
	t.Parallel()
	for kind, left := range map[string]int{"remove": 404, "rename": 200} {
		w := newWorld(t)
		w.makeVerified("acme.test")
		w.Must(w.Drift(kind, "acme.test"))
		if got := simtest.Line(w.get("acme.test").Status, w.get("renamed-acme.test").Status); got != simtest.Line(404, left) {
			t.Errorf("%s: the old and the new name answer %s", kind, got)
		}
	}
}

func TestImpossibleDriftIsAnErrorThatSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("verified.test")
	for _, name := range []string{"acme.test", "lost.test", "twin.test", "renamed-twin.test"} {
		w.add(name)
	}
	w.Must(w.HoldElsewhere("lost.test"))
	w.Must(w.SetHosting("verified.test", true))
	w.WantObstacles(w.Drift,
		[3]string{"unverify", "acme.test", "is not verified"},
		[3]string{"verify", "verified.test", "is verified already"},
		[3]string{"verify", "lost.test", "is verified elsewhere"},
		[3]string{"enable_hosting", "verified.test", "has hosting enabled"},
		[3]string{"disable_hosting", "acme.test", "has hosting disabled"},
		[3]string{"remove_users", "acme.test", "has no users"},
		[3]string{"rename", "twin.test", "renamed twin"},
		[3]string{"remove", "unknown.test", "does not have it"},
		[3]string{"explode", "acme.test", "there are: unverify, verify, remove, rotate, rename"},
	)
}

func TestExpiredDomainCanBeLostToAnotherOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified("acme.test")
	if err := w.HoldElsewhere("acme.test"); err == nil {
		t.Error("somebody else verified what is verified here")
	}
	w.Must(w.Drift("unverify", "acme.test"))
	w.Must(w.HoldElsewhere("Acme.test"))
	w.publish(w.domain("acme.test"))
	lost := w.put("acme.test", byTXT)
	if diff := cmp.Diff([]string{"acme.test"}, w.Snapshot().Elsewhere); diff != "" {
		t.Errorf("held elsewhere (-want +got):\n%s", diff)
	}
	w.Must(w.ReleaseElsewhere("acme.test"))
	if back := w.put("acme.test", byTXT); lost.Status != 400 || back.data["status"] != true {
		t.Errorf("while lost %d %s, then %s", lost.Status, lost.Text, back.Text)
	}
}

func TestImpossiblePresetsAreErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("acme.test")
	w.Must(w.HoldElsewhere("held.test"))
	for name, err := range map[string]error{
		"adding no domain":   w.AddDomain(zohosim.DomainSpec{Domain: "acme"}),
		"adding twice":       w.AddDomain(zohosim.DomainSpec{Domain: "acme.test"}),
		"users of nothing":   w.SetUsers("new.test", 1),
		"hosting of nothing": w.SetHosting("acme", true),
		"holding no domain":  w.HoldElsewhere("acme"),
		"holding twice":      w.HoldElsewhere("held.test"),
		"releasing nothing":  w.ReleaseElsewhere("acme.test"),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestImpossibleConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*zohosim.Config){
		"no CNAME lookup":        func(c *zohosim.Config) { c.LookupCNAME = nil },
		"no fetch":               func(c *zohosim.Config) { c.Fetch = nil },
		"negative rate":          func(c *zohosim.Config) { c.RequestsPerMinute = -1 },
		"negative lock":          func(c *zohosim.Config) { c.LockFor = -1 },
		"unknown data center":    func(c *zohosim.Config) { c.DataCenter = "mars" },
		"unknown origin":         func(c *zohosim.Config) { c.CredentialsOf = "mars" },
		"organization no number": func(c *zohosim.Config) { c.OrganizationID = "acme" },
	} {
		config := zohosim.Config{World: simtest.NewOutside(t).World()}
		change(&config)
		if _, err := zohosim.New(config); err == nil || !strings.Contains(err.Error(), "Zoho simulator") {
			t.Errorf("%s: %v, want an error", name, err)
		}
	}
}

func TestCredentialsLeftOutAreMadeUpFromTheRandomSourceAlone(t *testing.T) {
	t.Parallel()
	made := func(now time.Time) zohosim.Credentials {
		change := func(c *zohosim.Config) { c.OrganizationID, c.Now = "", func() time.Time { return now } }
		return newWorld(t, change).Credentials()
	}
	c := made(time.Now())
	if diff := cmp.Diff(made(time.Unix(1e9, 0)), c); diff != "" {
		t.Errorf("another clock, other credentials:\n%s", diff)
	}
	for value, pattern := range map[string]string{
		c.OrganizationID: `^7\d{8}$`, c.ClientID: `^1000\.[0-9A-Z]{30}$`, c.ClientSecret: `^[0-9a-f]{42}$`,
		c.RefreshToken: `^1000(\.[0-9a-f]{32}){2}$`, c.AccessToken: `^1000(\.[0-9a-f]{32}){2}$`, c.DataCenter: "^us$",
	} {
		if !regexp.MustCompile(pattern).MatchString(value) {
			t.Errorf("%q is not like %s", value, pattern)
		}
	}
}

func TestEveryDataCenterHasItsOwnSuffix(t *testing.T) {
	t.Parallel()
	for name, suffix := range map[string]string{
		"us": "zoho.com", "eu": "zoho.eu", "in": "zoho.in", "au": "zoho.com.au", "jp": "zoho.jp", "ca": "zohocloud.ca",
		"sa": "zoho.sa", "uk": "zoho.uk", "cn": "zoho.com.cn", "ae": "zoho.ae",
	} {
		w := newWorld(t, func(c *zohosim.Config) { c.DataCenter = name })
		code := w.tryAdd("acme.test").data["CNAMEVerificationCode"].(string)
		got := w.domain("acme.test")
		want := zohosim.DomainSnapshot{
			Domain: "acme.test", TXTRecord: "zoho-verification=" + code + ".zmverify." + suffix,
			CNAMEName: code + ".acme.test", CNAMETarget: "zmverify." + suffix,
			FileURL: "http://acme.test/zohoverify/verifyforzoho.html", FileContent: strings.TrimPrefix(code, "zb"),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
