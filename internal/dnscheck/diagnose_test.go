// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"errors"
	"fmt"
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

const (
	secret        = "0123456789abcdef"
	expectedValue = "acme-verification=" + secret
	// right is the expected record at the apex.
	right = `@ TXT "` + expectedValue + `"` + "\n"
	// addressQuestions are asked for a CNAME alone.
	addressQuestions = 8
)

// expecting is a question for the record that all near misses are near to.
func expecting(name string) dnscheck.Question {
	return dnscheck.Question{Name: name, Type: dnscheck.TXT, Expected: expectedValue}
}

func expectingTarget(name, target string) dnscheck.Question {
	return dnscheck.Question{Name: name, Type: dnscheck.CNAME, Expected: target}
}

var alias = expectingTarget("zb1.acme.test", "zmverify.zoho.eu")

// txtRecords writes values as TXT records at the apex, octet for octet.
func txtRecords(values ...string) string {
	var zone strings.Builder
	for _, v := range values {
		zone.WriteString(`@ TXT "`)
		for _, c := range []byte(v) {
			fmt.Fprintf(&zone, `\%03d`, c)
		}
		zone.WriteString("\"\n")
	}
	return zone.String()
}

// diagnose checks, asks for the cause, and holds both to their bounds. The cause of
// an error needs no further questions.
func diagnose(t *testing.T, n *network, c *dnscheck.Client, q dnscheck.Question, h dnscheck.Hints) []dnscheck.Finding {
	t.Helper()
	report, err := c.Check(t.Context(), q)
	if err != nil {
		return dnscheck.DiagnoseError(err)
	}
	n.Clear()
	start := time.Now()
	findings, err := c.Diagnose(t.Context(), report, h)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took >= 10*time.Second {
		t.Errorf("the cause took %s", took)
	}
	asked := map[packet]bool{} // a repeated question counts once
	for _, p := range n.All() {
		asked[p] = true
		if p.Address == resolver && report.Mode != dnscheck.Recursive && !report.Published() {
			t.Errorf("a resolver was asked for %s %s", p.Type, p.Name)
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

// diagnoseIn serves a zone in a mode: on the servers of acme.test, or at the resolver.
func diagnoseIn(t *testing.T, mode dnscheck.Mode, zone string, q dnscheck.Question, h dnscheck.Hints) []dnscheck.Finding {
	t.Helper()
	n := newWorld(t, acme(zone))
	if mode == dnscheck.Recursive {
		n.Serve(resolver, authority(t, acme(zone)))
	}
	return diagnose(t, n, newClient(t, n, inMode(mode)), q, h)
}

func TestMistakeIsNamedAndNothingElse(t *testing.T) {
	x := expecting("_x.acme.test")
	cases := map[string]struct {
		zone     string
		question dnscheck.Question // expecting("acme.test") when empty
		want     dnscheck.Code
		texts    []string
		not      []string
	}{
		"doubled name":             {zone: `acme.test TXT "` + expectedValue + `"`, want: dnscheck.DoubledName, texts: []string{"acme.test.acme.test", `"@"`}},
		"doubled name below":       {zone: `_x.acme.test TXT "` + expectedValue + `"`, question: x, want: dnscheck.DoubledName, texts: []string{"_x.acme.test.acme.test", `"_x"`}},
		"www":                      {zone: `www TXT "` + expectedValue + `"`, want: dnscheck.AtWWW, texts: []string{"www.acme.test"}, not: []string{"wrong"}},
		"www with the bare token":  {zone: `www TXT "` + secret + `"`, want: dnscheck.AtWWW},
		"www with a cut value":     {zone: `www TXT "` + expectedValue[:30] + `"`, want: dnscheck.AtWWW, texts: []string{"Its value is wrong as well.", `The value must be "` + expectedValue + `".`}},
		"prefix as host name":      {zone: `acme-verification TXT "` + expectedValue + `"`, want: dnscheck.AtLabel, texts: []string{"acme-verification.acme.test"}},
		"prefix and token cut":     {zone: `acme-verification TXT "` + secret + `"`, want: dnscheck.AtLabel},
		"hinted label":             {zone: `_acme TXT "` + expectedValue + `"`, want: dnscheck.AtLabel, texts: []string{"_acme.acme.test"}},
		"wildcard":                 {zone: `* TXT "` + expectedValue + `"`, want: dnscheck.AtWildcard, texts: []string{"*.acme.test"}},
		"at the name above":        {zone: `@ TXT "` + expectedValue + `"`, question: x, want: dnscheck.AtParent, texts: []string{`"_x"`}},
		"bare token":               {zone: `@ TXT "` + secret + `"`, want: dnscheck.BareToken, texts: []string{secret, "acme-verification="}},
		"prefix of another":        {zone: `@ TXT "other-verification=` + secret + `"`, want: dnscheck.ForeignPrefix, texts: []string{"other-verification="}},
		"prefix nobody knows":      {zone: `@ TXT "site: ` + secret + `"`, want: dnscheck.ForeignPrefix},
		"quotes":                   {zone: `@ TXT "\"` + expectedValue + `\""`, want: dnscheck.StrayOctets, texts: []string{"quotes"}},
		"typographic quotes":       {zone: `@ TXT "\226\128\156` + expectedValue + `\226\128\157"`, want: dnscheck.StrayOctets},
		"space at the end":         {zone: `@ TXT "` + expectedValue + ` "`, want: dnscheck.StrayOctets},
		"space inside":             {zone: `@ TXT "acme-verification= ` + secret + `"`, want: dnscheck.StrayOctets},
		"quoted bare token":        {zone: `@ TXT "\"` + secret + `\""`, want: dnscheck.BareToken},
		"case":                     {zone: `@ TXT "` + strings.ToUpper(expectedValue) + `"`, want: dnscheck.ChangedCase},
		"merged":                   {zone: txtRecords("v=spf1 -all", "MS=ms12345678"+expectedValue), want: dnscheck.MergedValue},
		"cut off":                  {zone: txtRecords(expectedValue[:25]), want: dnscheck.CutOff},
		"near miss":                {zone: txtRecords(strings.Replace(expectedValue, "8", "x", 1)), want: dnscheck.NearMiss},
		"split":                    {zone: "@ TXT \"acme-verification=01234567\"\n@ TXT \"89abcdef\"", want: dnscheck.SplitValue, texts: []string{"89abcdef"}},
		"split at the prefix":      {zone: "@ TXT \"acme-verification=\"\n@ TXT \"" + secret + "\"\n@ TXT \"v=spf1 -all\"", want: dnscheck.SplitValue},
		"older token":              {zone: "@ TXT \"acme-verification=fedcba9876543210\"\n@ TXT \"v=spf1 -all\"", want: dnscheck.OlderToken, texts: []string{"fedcba9876543210"}},
		"CNAME":                    {zone: `_x CNAME www`, question: x, want: dnscheck.CNAMEAtName, texts: []string{"www.acme.test"}},
		"CNAME loop":               {zone: `_x CNAME _x`, question: x, want: dnscheck.CNAMEAtName, texts: []string{"_x.acme.test"}},
		"nothing":                  {zone: ``, want: dnscheck.RecordMissing, texts: []string{expectedValue, `"@"`}},
		"records of others":        {zone: "@ TXT \"v=spf1 -all\"\n@ TXT \"MS=ms12345678\"", want: dnscheck.RecordMissing, texts: []string{"v=spf1 -all"}},
		"a policy":                 {zone: "@ TXT \"v=spf1 include:a.example -all\"\n@ TXT \"v=DMARC1; p=none\"", question: dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: "v=spf1 include:b.example -all"}, want: dnscheck.RecordMissing},
		"older token at www":       {zone: `www TXT "acme-verification=fedcba9876543210"`, want: dnscheck.RecordMissing},
		"web site behind wildcard": {zone: `* CNAME web.hosting.example.`, want: dnscheck.RecordMissing},
		// The wildcard gives the doubled name a record, too, and nobody doubled it.
		"wildcard beside the name": {
			zone: "_x TXT \"v=spf1 -all\"\n* " + right[2:], question: x, want: dnscheck.AtWildcard, texts: []string{"The record is at *.acme.test, not at _x.acme.test."},
		},
		// A name above others exists without records of its own (RFC 8020).
		"only names below it": {zone: "a.b._x A 192.0.2.80", question: x, want: dnscheck.RecordMissing, texts: []string{"There is no TXT record at _x.acme.test"}},
		// Nobody published a CNAME at the name, so there is none to replace, and the
		// target of the wildcard is no name for the record.
		"CNAME of a wildcard": {
			zone: "* CNAME web\nweb A 192.0.2.80", question: x, want: dnscheck.RecordMissing,
			texts: []string{"a wildcard answers for this name", `host name "_x" in the zone acme.test`}, not: []string{"at web.acme.test", "replace the CNAME", "leads nowhere"},
		},
		"CNAME beside a wildcard to another target": {
			zone: "* CNAME web\nweb A 192.0.2.80\n_x CNAME other\nother A 192.0.2.80", question: x,
			want: dnscheck.CNAMEAtName, texts: []string{"Publish the record at other.acme.test, or replace the CNAME"},
		},
		// What follows from a DNAME looks like a CNAME, and is none that anybody finds in
		// the zone.
		"DNAME above a TXT record": {
			zone: "sub DNAME moved.acme.test.\n_x.moved A 192.0.2.80", question: expecting("_x.sub.acme.test"), want: dnscheck.CNAMEAtName,
			texts: []string{"A DNAME at sub.acme.test", "Publish the record at _x.moved.acme.test, or replace the DNAME at sub.acme.test"}, not: []string{"is a CNAME", "replace the CNAME"},
		},
		"DNAME above a CNAME": {
			zone: "sub DNAME moved.acme.test.\nx.moved A 192.0.2.80", question: expectingTarget("x.sub.acme.test", "verify.vendor.example"), want: dnscheck.CNAMEAtName,
			texts: []string{"A DNAME at sub.acme.test", "Replace the DNAME at sub.acme.test"}, not: []string{"Publish a CNAME record"},
		},
		"zone added to a target": {zone: `_x CNAME x.vendor.example`, question: expectingTarget("_x.acme.test", "x.vendor.example"), want: dnscheck.DoubledTarget},
		"doubled name of a CNAME": {
			zone: `_y.acme.test CNAME x.vendor.example.`, question: expectingTarget("_y.acme.test", "x.vendor.example"), want: dnscheck.DoubledName,
		},
		"target with a typo": {zone: `zb1 CNAME zmverfiy.zoho.eu.`, question: alias, want: dnscheck.NearMiss},
		"another target":     {zone: `zb1 CNAME web.example.`, question: alias, want: dnscheck.RecordMissing},
		// A wildcard for web sites gives addresses to the name, whoever published what.
		"addresses of a wildcard": {zone: `* A 198.51.100.7`, question: alias, want: dnscheck.RecordMissing},
		"flattened to IPv4": {
			zone: `zb1 A 198.51.100.7`, question: alias, want: dnscheck.FlattenedCNAME, texts: []string{"198.51.100.7", "proxies or flattens", `a CNAME to "zmverify.zoho.eu"`},
		},
		"flattened to IPv6": {
			zone: `zb1 AAAA 2001:db8::7`, question: alias, want: dnscheck.FlattenedCNAME, texts: []string{"2001:db8::7", "proxies or flattens", `a CNAME to "zmverify.zoho.eu"`},
		},
	}
	for name, c := range cases {
		inModes(t, name, func(t *testing.T, mode dnscheck.Mode) {
			q := c.question
			if q.Name == "" {
				q = expecting("acme.test")
			}
			findings := diagnoseIn(t, mode, c.zone+"\n", q, hints)
			wantText(t, findings, c.want, c.texts...)
			wantNoText(t, findings, c.not...)
		})
	}
}

func TestCNAMELoopIsNamedAsALoop(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		wantText(t, diagnoseIn(t, dnscheck.Authoritative, "_x CNAME _x\n", expecting("_x.acme.test"), hints), dnscheck.CNAMEAtName, "loop")
	})
}

// A resolver's answer may come from its cache, and one that leaves CNAME records
// out looks like a DNS host that does.
func TestFindingsNameTheResolverInModeRecursiveAlone(t *testing.T) {
	inModes(t, "", func(t *testing.T, mode dnscheck.Mode) {
		missing := diagnoseIn(t, mode, "", expecting("acme.test"), hints)
		flattened := diagnoseIn(t, mode, "zb1 A 198.51.100.7\n", alias, dnscheck.Hints{})
		if mode == dnscheck.Authoritative {
			wantNoText(t, append(missing, flattened...), "resolver")
			return
		}
		until := func(ttl time.Duration) string {
			return "the resolver may give its former answer until " + time.Now().Add(ttl+time.Minute).UTC().Format(time.RFC3339)
		}
		wantText(t, missing, dnscheck.RecordMissing, "According to the resolver "+resolver, until(time.Minute))
		mistaken := diagnoseIn(t, mode, "@ TXT \""+expectedValue+"x\"\n", expecting("acme.test"), hints)
		wantText(t, mistaken, dnscheck.NearMiss, until(5*time.Minute))
		wantText(t, flattened, dnscheck.FlattenedCNAME, "The resolver "+resolver, "or the resolver leaves CNAME records out", "dns.resolvers")
	})
}

// authoritatively answers with AA and what fill adds.
func authoritatively(fill func(m *dns.Msg)) handler {
	return answering(func(request *dns.Msg, _ string) *dns.Msg {
		m := new(dns.Msg).SetReply(request)
		m.Authoritative = true
		fill(m)
		return m
	})
}

func TestQuestionForAnyRecordIsAskedAtNoOtherName(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme("www TXT \"x\"\n"))
		findings := diagnose(t, n, newClient(t, n), dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT}, hints)
		wantEqual(t, "sentences", []dnscheck.Finding{{
			Code: dnscheck.RecordMissing, Sentence: "There is no TXT record at acme.test.",
			Fix: `Publish a TXT record at acme.test (host name "@" in the zone acme.test).`,
		}}, findings)
		wantEqual(t, "packets", 0, len(n.All()))
	})
}

func TestPublishedRecordThatWasMissingMayBeRememberedAsSuch(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		mustCheck(t, client, expecting("acme.test"))
		n.ServeAcme(authority(t, acme(right)))
		findings := diagnose(t, n, client, expecting("acme.test"), hints)
		wantText(t, findings, dnscheck.AbsenceRemembered, time.Now().Add(time.Minute).UTC().Format(time.RFC3339))
		pass(t, time.Minute)
		wantCodes(t, diagnose(t, n, client, expecting("acme.test"), hints))
	})
}

func TestPublishedRecordNeedsNoCause(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		wantCodes(t, diagnoseIn(t, dnscheck.Authoritative, right, expecting("acme.test"), hints))
	})
}

func TestPublishedRecordBehindACNAMEIsNamedAsSuch(t *testing.T) {
	inModes(t, "", func(t *testing.T, mode dnscheck.Mode) {
		zone := "_x CNAME _y\n_y TXT \"" + expectedValue + "\"\n"
		n := newWorld(t, acme(zone))
		n.Serve(resolver, recursor(t, resolverData+"_x.acme.test. CNAME _y.acme.test.\n_y.acme.test. TXT \""+expectedValue+"\"\n"))
		findings := diagnose(t, n, newClient(t, n, inMode(mode)), expecting("_x.acme.test"), hints)
		wantText(t, findings, dnscheck.CNAMEAtName, "_x.acme.test itself is a CNAME to _y.acme.test", "Replace the CNAME at _x.acme.test")
	})
}

func TestCauseIsSoughtAtMostWithTheStatedNumberOfQuestions(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		report := mustCheck(t, client, expecting("_x.acme.test"))
		n.ServeAcme(silent) // every question goes to the second server as well
		n.Clear()
		start := time.Now()
		findings, err := client.Diagnose(t.Context(), report, dnscheck.Hints{
			Prefix: "acme-verification=", Labels: []string{"a", "b", "c", "d", "e", "f", "g"},
			Nameservers: []string{"192.0.2.11", "192.0.2.12", "192.0.2.13", "192.0.2.11:53", "192.0.2.12:53"},
		})
		wantEqual(t, "error", nil, err)
		wantCodes(t, findings, dnscheck.RecordMissing)
		wantEqual(t, "time", 4*time.Second, time.Since(start))
		wantEqual(t, "packets, each question sent twice", 2*(dnscheck.MaxDiagnosisQueries-addressQuestions), len(n.All()))
	})
}

func TestCauseIsGivenUpWithTheContext(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		report := mustCheck(t, client, expecting("acme.test"))
		n.Serve("192.0.2.11:53", silent)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := client.Diagnose(ctx, report, hints)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "acme.test") {
			t.Errorf("error %v", err)
		}
	})
}

func TestAddressesAreAskedForOnlyWhereTheCNAMEIsMissingAndTheNameExists(t *testing.T) {
	txt := dnscheck.Question{Name: "zb1.acme.test", Type: dnscheck.TXT, Expected: "zmverify.zoho.eu"}
	for name, c := range map[string]struct {
		zone     string
		question dnscheck.Question
		want     dnscheck.Code
		asked    []string
	}{
		"no such name":   {"", alias, dnscheck.RecordMissing, nil},
		"another CNAME":  {"zb1 CNAME web.example.\n", alias, dnscheck.RecordMissing, nil},
		"a TXT record":   {"zb1 A 198.51.100.7\n", txt, dnscheck.RecordMissing, nil},
		"other types":    {"zb1 MX 10 mail\n", alias, dnscheck.RecordMissing, []string{"zb1.acme.test."}},
		"address at all": {"zb1 A 198.51.100.7\n", alias, dnscheck.FlattenedCNAME, []string{"no-zb1-here.acme.test.", "zb1.acme.test."}},
	} {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme(c.zone))
			wantCodes(t, diagnose(t, n, newClient(t, n), c.question, dnscheck.Hints{}), c.want)
			var asked []string
			for _, p := range n.Sent(func(p packet) bool { return p.Type == "A" || p.Type == "AAAA" }) {
				asked = append(asked, p.Name)
			}
			slices.Sort(asked)
			wantEqual(t, "asked for addresses", c.asked, slices.Compact(asked))
		})
	}
}

// Servers that limit their answers say nothing about the other names.
func TestNamesThatNoServerAnswersForAreNotCalledEmpty(t *testing.T) {
	for name, broken := range map[string]handler{"silent": silent, "REFUSED": rcode(dns.RcodeRefused), "SERVFAIL": rcode(dns.RcodeServerFailure)} {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme())
			client := newClient(t, n)
			report := mustCheck(t, client, expecting("acme.test"))
			n.ServeAcme(broken)
			findings, err := client.Diagnose(t.Context(), report, hints)
			wantEqual(t, "error", nil, err)
			wantText(t, findings, dnscheck.RecordMissing, "There is no TXT record at acme.test.")
			wantNoText(t, findings, "nor at any name")
		})
	}
}
