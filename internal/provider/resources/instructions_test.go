// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"cmp"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestInstructionsGiveTheNameInFullAndAsEachZoneWantsIt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"eu.acme.co.uk":            "@ (or left empty) in the zone eu.acme.co.uk, or eu in the zone acme.co.uk",
		"_gh-Acme-o.eu.acme.co.uk": "_gh-Acme-o in the zone eu.acme.co.uk, or _gh-Acme-o.eu in the zone acme.co.uk",
		"_gh-Acme-o.EU.Acme.co.uk": "_gh-Acme-o in the zone eu.acme.co.uk, or _gh-Acme-o.EU in the zone acme.co.uk",
		"noteu.acme.co.uk":         "noteu in the zone acme.co.uk",
		"_acme.elsewhere.example":  "",
		"x.eu.acme.co.uk.test":     "",
		"":                         "",
	} {
		if want != "" {
			want = "\nWhere the DNS host wants names relative to the zone, the name is " + want + "."
		}
		want = "To prove to Beta that we own eu.acme.co.uk, please publish this DNS record:\n\n  Name:  " + cmp.Or(name, "(no longer shown by Beta)") +
			"\n  Type:  CNAME\n  Value: v.example\n  TTL:   300\n" + want
		got := recordInstructions("Beta", service.DomainID{Domain: "eu.acme.co.uk"}, service.Record{Name: name, Type: "CNAME", Value: "v.example", TTL: 300})
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
}

func TestInstructionsSayUntilWhenTheTokenCounts(t *testing.T) {
	t.Parallel()
	challenge := service.Challenge{
		Publication: service.Publication{HTTPFile: &service.HTTPFile{URL: "https://acme.test/a", Content: "b"}},
		ExpiresAt:   time.Date(2026, 3, 8, 12, 0, 0, 0, time.FixedZone("", 3600)),
	}
	want := "To prove to Beta that we own acme.test, please serve this file:\n\n  URL:     https://acme.test/a\n  Content: b\n\n" +
		"The file holds exactly this content: no markup, no white space, no further line.\n\n" +
		"The token expires at 2026-03-08T11:00:00Z. What is published with it counts only until then."
	if diff := gocmp.Diff(want, instructions(issuer{company: "Beta"}, service.DomainID{Domain: "acme.test"}, challenge)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = strings.Replace(want, "\n\nThe token", "\n\nIt has to stay after the verification: Beta looks at it again, and drops the verification when it is gone.\n\nThe token", 1)
	if diff := gocmp.Diff(want, instructions(issuer{"Beta", true}, service.DomainID{Domain: "acme.test"}, challenge)); diff != "" {
		t.Errorf("of a service that looks again (-want +got):\n%s", diff)
	}
}

// A response to an addition may lack the expiry that the next reading shows.
func TestInstructionsFollowAnExpiryThatIsShownLater(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "acme", OrganizationID: "1", Domain: "corp.test"}
	publication := service.Publication{Record: &service.Record{Name: "_x.corp.test", Type: "TXT", Value: "t", TTL: 300}}
	var m verificationTokenModel
	m.setUnknown()
	m.setChallenge(issuer{company: "Acme"}, id, service.Challenge{Token: "t", Publication: publication})
	before := m.Instructions.ValueString()
	at := time.Date(2030, 1, 8, 0, 0, 0, 0, time.UTC)
	m.setExpiry(issuer{company: "Acme"}, id, at, false)
	if m.Instructions.ValueString() != before {
		t.Errorf("they follow a token that is not shown: %s", m.Instructions.ValueString())
	}
	m.setExpiry(issuer{company: "Acme"}, id, at.Add(time.Hour), true)
	if got := m.Instructions.ValueString(); got != before+"\n\nThe token expires at 2030-01-08T01:00:00Z. What is published with it counts only until then." {
		t.Errorf("got %s", got)
	}
}
