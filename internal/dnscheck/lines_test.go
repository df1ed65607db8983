// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

func TestServersThatSayTheSameShareALine(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(txtRecords("other=1")))
		n.serve("192.0.2.13:53", authority(t, acme()))
		wantEqual(t, "lines", []string{
			`ns1.acme.test (192.0.2.11), ns2.acme.test (192.0.2.12): TXT record at acme.test is "other=1", not "` + expectedValue + `"`,
			`ns3.acme.test (192.0.2.13): no TXT record at acme.test`,
		}, mustCheck(t, newClient(t, n), expecting("acme.test")).GroupedLines())
	})
}

// A report is read in terminals, which obey what a zone's owner writes.
func TestWhatAZoneHoldsIsEscapedInLinesAndFindings(t *testing.T) {
	hostile := "\x1b[31m\u202e\u009b\u3164\r\n\x00" + string([]byte{0xff})
	for name, value := range map[string]string{
		"foreign": hostile, "merged": expectedValue + hostile + "more", "older": "acme-verification=" + hostile, "stray": expectedValue + "\x1b\u3164",
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme(txtRecords(value)))
				client := newClient(t, n)
				report := mustCheck(t, client, expecting("acme.test"))
				said := strings.Join(append(report.Lines(), report.GroupedLines()...), "")
				for _, f := range diagnose(t, n, client, expecting("acme.test"), hints) {
					said += f.Sentence + f.Fix
				}
				if strings.ContainsAny(said, "\x1b\u202e\u009b\u3164\r\n\x00\ufffd") || !strings.Contains(said, `\u{001B}`) {
					t.Errorf("said %q", said)
				}
			})
		})
	}
}

func TestLookAlikesAreEscapedAndOtherScriptsAreNot(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(txtRecords("аcme-verification=1", "привет мир", "v=1 käse")))
		line := mustCheck(t, newClient(t, n), dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT}).Lines()[0]
		for _, want := range []string{`"\u{0430}cme-verification=1"`, `"привет мир"`, `"v=1 käse"`} {
			if !strings.Contains(line, want) {
				t.Errorf("%q does not say %q", line, want)
			}
		}
	})
}
