// SPDX-License-Identifier: MPL-2.0

package interop_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
)

const (
	prefix   = "acme-verification="
	expected = prefix + "0123456789abcdef"
)

var nowhere = everywhere(dnscheck.Absent)

func everywhere(v dnscheck.Verdict) map[string]dnscheck.Verdict {
	return map[string]dnscheck.Verdict{"ns1.sandbox-dns.test": v, "ns2.sandbox-dns.test": v, "ns3.sandbox-dns.test": v}
}

// assertions run in this order on one world, each under names of its own.
func assertions() []assertion {
	return []assertion{
		{"a missing record is absent on every server", missingRecord},
		{"a check at the authoritative servers leaves no absence in the resolver", lookLeavesNoTrace},
		{"a check at the resolver leaves the absence there", resolverRemembers},
		{"an update without the right key changes nothing", wrongKey},
		{"a record that only the primary has is partly updated", heldTransfer},
		{"an empty non-terminal exists", emptyNonTerminal},
		{"a large RRset comes over TCP", largeRRset},
		{"a value is compared octet for octet", octets},
		{"a CNAME is followed into another zone", aliasIntoAnotherZone},
		{"a name below a second cut is found there", secondCut},
		{"a domain that is not delegated is named", undelegated},
		{"a server that does not serve the zone refuses", stranger},
		{"a near miss is named", nearMisses},
		{"a silent server does not block the others", silentServer},
		{"a signed zone is secure, an unsigned one insecure, a broken one bogus", signatures},
	}
}

type assertion struct {
	name  string
	holds func(t *testing.T, w world)
}

func assertAll(t *testing.T, w world) {
	for _, a := range assertions() {
		t.Run(a.name, func(t *testing.T) { a.holds(t, w) })
	}
}

func missingRecord(t *testing.T, w world) {
	report := check(t, client(t, w), "missing.acme.test", expected)
	wantEqual(t, "verdicts", nowhere, verdicts(report))
	wantEqual(t, "zone", "acme.test", report.Zone.String())
	wantEqual(t, "negative TTL", negativeTTL, report.NegativeTTL)
	for _, a := range report.Servers {
		if a.Verdict.Answered() && (a.Rcode != "NXDOMAIN" || !a.Authoritative) {
			t.Errorf("%s answered %s, authoritative %v", a.Name, a.Rcode, a.Authoritative)
		}
	}
}

func lookLeavesNoTrace(t *testing.T, w world) {
	c := client(t, w)
	wantEqual(t, "published before", false, check(t, c, "fresh.acme.test", expected).Published())
	publish(t, w, `fresh.acme.test. 60 TXT "`+expected+`"`)
	wantEqual(t, "published after", true, check(t, c, "fresh.acme.test", expected).Published())
	wantEqual(t, "seen by the resolver", true, check(t, recursive(t, w), "fresh.acme.test", expected).Published())
}

func resolverRemembers(t *testing.T, w world) {
	c := recursive(t, w)
	before := check(t, c, "remembered.acme.test", expected)
	wantEqual(t, "negative TTL", negativeTTL, before.NegativeTTL)
	publish(t, w, `remembered.acme.test. 60 TXT "`+expected+`"`)
	wantEqual(t, "published on the servers", true, check(t, client(t, w), "remembered.acme.test", expected).Published())
	wantEqual(t, "seen by the resolver", false, check(t, c, "remembered.acme.test", expected).Published())
}

func recursive(t *testing.T, w world) *dnscheck.Client {
	t.Helper()
	return client(t, w, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive })
}

func wrongKey(t *testing.T, w world) {
	wrong := "d3JvbmcgbGVuZ3RoIGRvZXMgbm90IG1hdHRlcg=="
	wantEqual(t, "rcode", "NOTAUTH", update(t, w, wrong, `forged.acme.test. 60 TXT "`+expected+`"`))
	wantEqual(t, "verdicts", nowhere, verdicts(check(t, client(t, w), "forged.acme.test", expected)))
}

func heldTransfer(t *testing.T, w world) {
	c := client(t, w)
	w.hold(t)
	wantEqual(t, "rcode", "NOERROR", update(t, w, "", `late.acme.test. 60 TXT "`+expected+`"`))
	report := check(t, c, "late.acme.test", expected)
	wantEqual(t, "verdicts", map[string]dnscheck.Verdict{
		"ns1.sandbox-dns.test": dnscheck.Present, "ns2.sandbox-dns.test": dnscheck.Absent, "ns3.sandbox-dns.test": dnscheck.Absent,
	}, verdicts(report))
	wantCodes(t, c, report, dnscheck.PartlyUpdated)
	w.deliver(t)
	wantEqual(t, "published after the transfer", true, check(t, c, "late.acme.test", expected).Published())
}

func emptyNonTerminal(t *testing.T, w world) {
	publish(t, w, `_a.between.acme.test. 60 TXT "x"`)
	for _, a := range check(t, client(t, w), "between.acme.test", expected).Servers {
		if a.Verdict.Answered() && a.Rcode != "NOERROR" { // RFC 8020 §2
			t.Errorf("%s answered %s", a.Name, a.Rcode)
		}
	}
}

func largeRRset(t *testing.T, w world) {
	records := []string{`large.acme.test. 60 TXT "` + expected + `"`}
	for i := range 60 { // BIND takes 100 records of a type by default
		records = append(records, fmt.Sprintf(`large.acme.test. 60 TXT "%s%03d"`, strings.Repeat("x", 60), i))
	}
	publish(t, w, records...)
	report := check(t, client(t, w), "large.acme.test", expected)
	wantEqual(t, "verdicts", everywhere(dnscheck.Present), verdicts(report))
	wantEqual(t, "values", len(records), len(report.Values()))
}

func octets(t *testing.T, w world) {
	long := strings.Repeat("a", 255) + strings.Repeat("b", 45)
	publish(t, w,
		`octets.acme.test. 60 TXT "`+long[:255]+`" "`+long[255:]+`"`,
		`octets.acme.test. 60 TXT "say \"hi\" \\ \195\188; "`,
		`octets.acme.test. 60 TXT ""`,
	)
	report := check(t, client(t, w), "OCTETS.Acme.test.", `say "hi" \ ü; `)
	wantEqual(t, "verdicts", everywhere(dnscheck.Present), verdicts(report))
	wantEqual(t, "values", []string{"", long, `say "hi" \ ü; `}, report.Values())
}

func aliasIntoAnotherZone(t *testing.T, w world) {
	publish(t, w, "_alias.acme.test. 60 CNAME target.signed.test.")
	report := check(t, client(t, w), "_alias.acme.test", expected)
	wantEqual(t, "published", true, report.Published())
	for _, a := range report.Servers {
		if a.Owner == report.Name && a.Verdict.Answered() {
			wantEqual(t, "target at "+a.Name, "target.signed.test", a.CNAME.String())
		}
	}
	wantEqual(t, "published by the resolver", true, check(t, recursive(t, w), "_alias.acme.test", expected).Published())
}

func secondCut(t *testing.T, w world) {
	report := check(t, client(t, w), "_x.eu.acme.test", expected)
	wantEqual(t, "zone", "eu.acme.test", report.Zone.String())
	wantEqual(t, "verdicts", nowhere, verdicts(report))
}

func undelegated(t *testing.T, w world) {
	_, err := client(t, w).Check(t.Context(), dnscheck.Question{Name: "_x.unregistered.test", Type: dnscheck.TXT})
	var gone *delegation.NotDelegatedError
	if !errors.As(err, &gone) || gone.Domain != "unregistered.test." {
		t.Errorf("error %v, want a NotDelegatedError for unregistered.test", err)
	}
}

func stranger(t *testing.T, w world) {
	servers := []string{"192.0.2.53", "192.0.2.54", "192.0.2.55"}
	c := client(t, w, func(c *dnscheck.Config) { c.Nameservers = servers })
	for _, a := range check(t, c, "acme.example", expected).Servers {
		wantEqual(t, "verdict of "+a.Name, dnscheck.Refused, a.Verdict)
	}
}

func nearMisses(t *testing.T, w world) {
	publish(t, w,
		`near1.acme.test.acme.test. 60 TXT "`+expected+`"`,
		`www.near2.acme.test. 60 TXT "`+expected+`"`,
		`*.near3.acme.test. 60 TXT "`+expected+`"`,
		`near4.acme.test. 60 TXT "0123456789abcdef"`,
		`near5.acme.test. 60 TXT "\"`+expected+`\""`,
		`near6.acme.test. 60 TXT "`+prefix+`former"`,
		`near7.acme.test. 60 TXT "`+prefix+`"`, `near7.acme.test. 60 TXT "0123456789abcdef"`,
		`near8.acme.test. 60 CNAME nothing.acme.test.`,
		`acme-verification.near9.acme.test. 60 TXT "`+expected+`"`,
	)
	c := client(t, w)
	for name, want := range map[string]dnscheck.Code{
		"near1": dnscheck.DoubledName, "near2": dnscheck.AtWWW, "near3": dnscheck.AtWildcard, "near4": dnscheck.BareToken,
		"near5": dnscheck.StrayOctets, "near6": dnscheck.OlderToken, "near7": dnscheck.SplitValue, "near8": dnscheck.CNAMEAtName,
		"near9": dnscheck.AtLabel, "near10": dnscheck.RecordMissing,
	} {
		wantCodes(t, c, check(t, c, name+".acme.test", expected), want)
	}
}

func silentServer(t *testing.T, w world) {
	publish(t, w, `silence.acme.test. 60 TXT "`+expected+`"`)
	w.freeze(t)
	defer w.thaw(t)
	c := client(t, w)
	report := check(t, c, "silence.acme.test", expected)
	want := everywhere(dnscheck.Present)
	want["ns3.sandbox-dns.test"] = dnscheck.Unreachable
	wantEqual(t, "verdicts", want, verdicts(report))
	wantEqual(t, "published", true, report.Published())
	wantCodes(t, c, check(t, c, "nothing.acme.test", expected), dnscheck.RecordMissing, dnscheck.DeadServers)
}

func signatures(t *testing.T, w world) {
	publish(t, w, `plain.acme.test. 60 TXT "`+expected+`"`)
	c := client(t, w)
	for name, want := range map[string]dnscheck.SecurityState{
		"target.signed.test": dnscheck.Secure, "plain.acme.test": dnscheck.Insecure, "target.bogus.test": dnscheck.Bogus,
	} {
		report := check(t, c, name, expected)
		wantEqual(t, name+" published", true, report.Published())
		got := c.Security(t.Context(), report)
		if got.State != want {
			t.Errorf("%s is %s (%s), want %s", name, got.State, got.Detail, want)
		}
		if want == dnscheck.Bogus {
			wantCodes(t, c, report, dnscheck.DNSSECBogus)
		} else {
			wantCodes(t, c, report)
		}
	}
}
