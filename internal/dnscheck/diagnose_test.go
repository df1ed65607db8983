// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

var hints = dnscheck.Hints{
	Prefix: "acme-verification=", OtherPrefixes: []string{"other-verification="}, Labels: []string{"_acme"},
}

const secret = "0123456789abcdef"

// addressQuestions are asked for a CNAME alone.
const addressQuestions = 8

// expecting is a question for the record that all near misses are near to.
func expecting(name string) dnscheck.Question {
	return dnscheck.Question{Name: name, Type: dnscheck.TXT, Expected: "acme-verification=" + secret}
}

func codes(findings []dnscheck.Finding) []dnscheck.Code {
	var found []dnscheck.Code
	for _, f := range findings {
		found = append(found, f.Code)
	}
	return found
}

// diagnose checks, asks for the cause, and holds both to their bounds.
func diagnose(t *testing.T, n *network, c *dnscheck.Client, q dnscheck.Question, h dnscheck.Hints) []dnscheck.Finding {
	t.Helper()
	report := mustCheck(t, c, q)
	n.clear()
	start := time.Now()
	findings, err := c.Diagnose(t.Context(), report, h)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took >= 10*time.Second {
		t.Errorf("the cause took %s", took)
	}
	asked := map[packet]bool{} // a repeated question counts once
	for _, p := range n.sent(func(packet) bool { return true }) {
		asked[p] = true
		if p.address == resolver && !report.Published() {
			t.Errorf("a resolver was asked for %s %s", p.qtype, p.name)
		}
	}
	if len(asked) > dnscheck.MaxDiagnosisQueries {
		t.Errorf("%d questions, more than %d", len(asked), dnscheck.MaxDiagnosisQueries)
	}
	for _, f := range findings {
		if f.Code == "" || f.Sentence == "" || f.Fix == "" || strings.Contains(f.Sentence+f.Fix, "%!") {
			t.Errorf("incomplete finding %+v", f)
		}
	}
	return findings
}

func TestNearMissIsNamedAndNothingElse(t *testing.T) {
	full := "acme-verification=" + secret
	cases := map[string]struct {
		zone string
		name string // acme.test when empty
		want dnscheck.Code
		says []string
	}{
		"doubled name":             {zone: `acme.test TXT "` + full + `"`, want: dnscheck.DoubledName, says: []string{"acme.test.acme.test", `"@"`}},
		"doubled name below":       {zone: `_x.acme.test TXT "` + full + `"`, name: "_x.acme.test", want: dnscheck.DoubledName, says: []string{"_x.acme.test.acme.test", `"_x"`}},
		"www":                      {zone: `www TXT "` + full + `"`, want: dnscheck.AtWWW, says: []string{"www.acme.test"}},
		"www with the bare token":  {zone: `www TXT "` + secret + `"`, want: dnscheck.AtWWW},
		"prefix as host name":      {zone: `acme-verification TXT "` + full + `"`, want: dnscheck.AtLabel, says: []string{"acme-verification.acme.test"}},
		"prefix and token cut":     {zone: `acme-verification TXT "` + secret + `"`, want: dnscheck.AtLabel},
		"hinted label":             {zone: `_acme TXT "` + full + `"`, want: dnscheck.AtLabel, says: []string{"_acme.acme.test"}},
		"wildcard":                 {zone: `* TXT "` + full + `"`, want: dnscheck.AtWildcard, says: []string{"*.acme.test"}},
		"at the name above":        {zone: `@ TXT "` + full + `"`, name: "_x.acme.test", want: dnscheck.AtParent, says: []string{`"_x"`}},
		"bare token":               {zone: `@ TXT "` + secret + `"`, want: dnscheck.BareToken, says: []string{secret, "acme-verification="}},
		"prefix of another":        {zone: `@ TXT "other-verification=` + secret + `"`, want: dnscheck.ForeignPrefix, says: []string{"other-verification="}},
		"prefix nobody knows":      {zone: `@ TXT "site: ` + secret + `"`, want: dnscheck.ForeignPrefix},
		"quotes":                   {zone: `@ TXT "\"` + full + `\""`, want: dnscheck.StrayOctets, says: []string{"quotes"}},
		"typographic quotes":       {zone: `@ TXT "\226\128\156` + full + `\226\128\157"`, want: dnscheck.StrayOctets},
		"space at the end":         {zone: `@ TXT "` + full + ` "`, want: dnscheck.StrayOctets},
		"space inside":             {zone: `@ TXT "acme-verification= ` + secret + `"`, want: dnscheck.StrayOctets},
		"quoted bare token":        {zone: `@ TXT "\"` + secret + `\""`, want: dnscheck.BareToken},
		"case":                     {zone: `@ TXT "` + strings.ToUpper(full) + `"`, want: dnscheck.ChangedCase},
		"split":                    {zone: "@ TXT \"acme-verification=01234567\"\n@ TXT \"89abcdef\"", want: dnscheck.SplitValue, says: []string{"89abcdef"}},
		"split at the prefix":      {zone: "@ TXT \"acme-verification=\"\n@ TXT \"" + secret + "\"\n@ TXT \"v=spf1 -all\"", want: dnscheck.SplitValue},
		"older token":              {zone: "@ TXT \"acme-verification=fedcba9876543210\"\n@ TXT \"v=spf1 -all\"", want: dnscheck.OlderToken, says: []string{"fedcba9876543210"}},
		"CNAME":                    {zone: `_x CNAME www`, name: "_x.acme.test", want: dnscheck.CNAMEAtName, says: []string{"www.acme.test"}},
		"CNAME loop":               {zone: `_x CNAME _x`, name: "_x.acme.test", want: dnscheck.CNAMEAtName, says: []string{"loop"}},
		"nothing":                  {zone: ``, want: dnscheck.RecordMissing, says: []string{full, `"@"`}},
		"records of others":        {zone: "@ TXT \"v=spf1 -all\"\n@ TXT \"MS=ms12345678\"", want: dnscheck.RecordMissing, says: []string{"v=spf1 -all"}},
		"older token at www":       {zone: `www TXT "acme-verification=fedcba9876543210"`, want: dnscheck.RecordMissing},
		"web site behind wildcard": {zone: `* CNAME web.hosting.example.`, want: dnscheck.RecordMissing},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme(c.zone+"\n"))
				if c.name == "" {
					c.name = "acme.test"
				}
				findings := diagnose(t, n, newClient(t, n), expecting(c.name), hints)
				wantEqual(t, "codes", []dnscheck.Code{c.want}, codes(findings))
				for _, says := range c.says {
					if text := findings[0].Sentence + " " + findings[0].Fix; !strings.Contains(text, says) {
						t.Errorf("%q does not say %q", text, says)
					}
				}
			})
		})
	}
}

// The server answers for the doubled name, too, and nobody doubled it.
func TestWildcardBesideTheNameIsNotTakenForADoubledName(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		zone := authority(t, acme("_x TXT \"v=spf1 -all\"\n* TXT \"acme-verification="+secret+"\"\n"))
		n := newWorld(t, acme())
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			n.serve(address, func(request []byte, transport string) [][]byte {
				m := new(dns.Msg)
				if err := m.Unpack(zone(request, transport)[0]); err != nil {
					panic(err)
				}
				if name := m.Question[0].Name; m.Rcode != dns.RcodeNameError || dns.IsSubDomain("_x.acme.test.", name) {
					return zone(request, transport)
				}
				return answering(func(request *dns.Msg, _ string) *dns.Msg {
					m := new(dns.Msg).SetReply(request)
					m.Authoritative = true
					m.Answer = records(t, ".", m.Question[0].Name+" TXT \"acme-verification="+secret+"\"")
					return m
				})(request, transport)
			})
		}
		findings := diagnose(t, n, newClient(t, n), expecting("_x.acme.test"), hints)
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.AtWildcard}, codes(findings))
		if !strings.Contains(findings[0].Sentence, "The record is at *.acme.test, not at _x.acme.test.") {
			t.Errorf("sentence %q", findings[0].Sentence)
		}
	})
}

func TestNearMissIsNamedWithoutHints(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(`@ TXT "`+secret+`"`+"\n"))
		findings := diagnose(t, n, newClient(t, n), expecting("acme.test"), dnscheck.Hints{})
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.BareToken}, codes(findings))
	})
}

func TestWhatTheServiceWritesAfterTheTokenIsPartOfTheValue(t *testing.T) {
	hints := dnscheck.Hints{Prefix: "zoho-verification=", Suffix: ".zmverify.zoho.eu"}
	q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: "zoho-verification=zb01234567.zmverify.zoho.eu"}
	for value, want := range map[string]dnscheck.Code{
		"zoho-verification=zb01234567.zmverify.zoho.com": dnscheck.ForeignSuffix,
		"zoho-verification=zb01234567":                   dnscheck.ForeignSuffix,
		"zoho-verification=zb76543210.zmverify.zoho.eu":  dnscheck.OlderToken,
		"zb01234567":                       dnscheck.BareToken,
		"zb01234567.zmverify.zoho.eu":      dnscheck.BareToken,
		"zoho=zb01234567.zmverify.zoho.eu": dnscheck.ForeignPrefix,
	} {
		t.Run(value, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme(`@ TXT "`+value+`"`+"\n"))
				wantEqual(t, "codes", []dnscheck.Code{want}, codes(diagnose(t, n, newClient(t, n), q, hints)))
			})
		})
	}
}

func TestPaddingOfATokenIsNotTakenForAPrefix(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(`@ TXT "c2VjcmV0MQ"`+"\n"))
		q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: "c2VjcmV0MQ=="}
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.CutOff}, codes(diagnose(t, n, newClient(t, n), q, dnscheck.Hints{})))
	})
}

func TestPolicyIsNotTakenForAnOlderToken(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme("@ TXT \"v=spf1 include:a.example -all\"\n@ TXT \"v=DMARC1; p=none\"\n"))
		q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: "v=spf1 include:b.example -all"}
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.RecordMissing}, codes(diagnose(t, n, newClient(t, n), q, dnscheck.Hints{})))
	})
}

func TestValueWithSomethingBeforeItIsNamedWithoutAPrefix(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(`@ TXT "token:`+secret+`"`+"\n"))
		q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: secret}
		findings := diagnose(t, n, newClient(t, n), q, dnscheck.Hints{})
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.ForeignPrefix}, codes(findings))
		wantEqual(t, "sentence", `The record at acme.test has extra text before the correct value: "token:`+secret+`".`, findings[0].Sentence)
	})
}

func TestLookForAnyRecordAsksNowhereElse(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme("www TXT \"x\"\n"))
		findings := diagnose(t, n, newClient(t, n), dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT}, hints)
		wantEqual(t, "sentences", []dnscheck.Finding{{
			Code: dnscheck.RecordMissing, Sentence: "There is no TXT record at acme.test.",
			Fix: `Publish a TXT record at acme.test (host name "@" in the zone acme.test).`,
		}}, findings)
		wantEqual(t, "packets", 0, len(n.sent(func(packet) bool { return true })))
	})
}

func TestCNAMETargetWithTheZoneAddedIsNamed(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme("_x CNAME x.vendor.example\n_y.acme.test CNAME x.vendor.example.\n"))
		q := dnscheck.Question{Name: "_x.acme.test", Type: dnscheck.CNAME, Expected: "x.vendor.example"}
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.DoubledTarget}, codes(diagnose(t, n, newClient(t, n), q, hints)))
		q.Name = "_y.acme.test"
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.DoubledName}, codes(diagnose(t, n, newClient(t, n), q, hints)))
	})
}

func TestPublishedRecordThatWasMissingMayBeRememberedAsSuch(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		mustCheck(t, client, expecting("acme.test"))
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			n.serve(address, authority(t, acme(right)))
		}
		findings := diagnose(t, n, client, expecting("acme.test"), hints)
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.AbsenceRemembered}, codes(findings))
		until := time.Now().Add(time.Minute).UTC().Format(time.RFC3339)
		if !strings.Contains(findings[0].Sentence, until) {
			t.Errorf("%q does not say %q", findings[0].Sentence, until)
		}
		pass(t, time.Minute)
		wantEqual(t, "codes a minute later", []dnscheck.Code(nil), codes(diagnose(t, n, client, expecting("acme.test"), hints)))
	})
}

func TestPublishedRecordNeedsNoCause(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(`@ TXT "acme-verification=`+secret+`"`+"\n"))
		wantEqual(t, "codes", []dnscheck.Code(nil), codes(diagnose(t, n, newClient(t, n), expecting("acme.test"), hints)))
	})
}

func TestCauseIsSoughtAtMostWithTheStatedNumberOfQuestions(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		report := mustCheck(t, client, expecting("_x.acme.test"))
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			n.serve(address, silent) // every question goes to the second server as well
		}
		n.clear()
		start := time.Now()
		many := dnscheck.Hints{
			Prefix: "acme-verification=", Labels: []string{"a", "b", "c", "d", "e", "f", "g"},
			Nameservers: []string{"192.0.2.11", "192.0.2.12", "192.0.2.13", "192.0.2.11:53", "192.0.2.12:53"},
		}
		findings, err := client.Diagnose(t.Context(), report, many)
		if err != nil {
			t.Fatal(err)
		}
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.RecordMissing}, codes(findings))
		wantEqual(t, "time", 4*time.Second, time.Since(start))
		packets := n.sent(func(packet) bool { return true })
		wantEqual(t, "packets, each question sent twice", 2*(dnscheck.MaxDiagnosisQueries-addressQuestions), len(packets))
	})
}

func TestCauseIsGivenUpWithTheContext(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		report := mustCheck(t, client, expecting("acme.test"))
		n.serve("192.0.2.11:53", silent)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := client.Diagnose(ctx, report, hints)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "acme.test") {
			t.Errorf("error %v", err)
		}
	})
}

var alias = dnscheck.Question{Name: "zb1.acme.test", Type: dnscheck.CNAME, Expected: "zmverify.zoho.eu"}

func (n *network) addressQuestions() (names []string) {
	for _, p := range n.sent(func(p packet) bool { return p.qtype == "A" || p.qtype == "AAAA" }) {
		names = append(names, p.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestAddressesInPlaceOfTheCNAMEAreNamed(t *testing.T) {
	for zone, address := range map[string]string{"zb1 A 198.51.100.7\n": "198.51.100.7", "zb1 AAAA 2001:db8::7\n": "2001:db8::7"} {
		for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
			t.Run(address+" "+string(mode), func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					findings := diagnoseIn(t, mode, zone, alias, dnscheck.Hints{})
					wantSaid(t, findings, dnscheck.FlattenedCNAME, address, "proxies or flattens", "a CNAME to \"zmverify.zoho.eu\"")
				})
			})
		}
	}
}

func TestAddressesAreAskedForOnlyWhereTheCNAMEIsMissingAndTheNameExists(t *testing.T) {
	txt := dnscheck.Question{Name: "zb1.acme.test", Type: dnscheck.TXT, Expected: "zmverify.zoho.eu"}
	for name, c := range map[string]struct {
		zone  string
		q     dnscheck.Question
		want  dnscheck.Code
		asked []string
	}{
		"no such name":   {"", alias, dnscheck.RecordMissing, nil},
		"another CNAME":  {"zb1 CNAME web.example.\n", alias, dnscheck.RecordMissing, nil},
		"a TXT record":   {"zb1 A 198.51.100.7\n", txt, dnscheck.RecordMissing, nil},
		"other types":    {"zb1 MX 10 mail\n", alias, dnscheck.RecordMissing, []string{"zb1.acme.test."}},
		"address at all": {"zb1 A 198.51.100.7\n", alias, dnscheck.FlattenedCNAME, []string{"no-zb1-here.acme.test.", "zb1.acme.test."}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme(c.zone))
				wantSaid(t, diagnose(t, n, newClient(t, n), c.q, dnscheck.Hints{}), c.want)
				wantEqual(t, "asked for addresses", c.asked, n.addressQuestions())
			})
		})
	}
}

// A wildcard for web sites gives addresses to the name, whoever published what.
func TestAddressesOfAWildcardAreNotTakenForAFlattenedCNAME(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		wild := answering(func(request *dns.Msg, _ string) *dns.Msg {
			m := new(dns.Msg).SetReply(request)
			m.Authoritative = true
			if q := m.Question[0]; q.Qtype == dns.TypeA {
				m.Answer = records(t, ".", q.Name+" A 198.51.100.7")
				return m
			}
			m.Ns = records(t, ".", "acme.test. SOA ns1.acme.test. b. 1 1 1 1 60")
			return m
		})
		client := newClient(t, n)
		mustCheck(t, client, alias)
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			n.serve(address, wild)
		}
		wantSaid(t, diagnose(t, n, client, alias, dnscheck.Hints{}), dnscheck.RecordMissing)
	})
}
