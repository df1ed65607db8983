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
