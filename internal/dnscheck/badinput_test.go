// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

func TestLongValueIsOneRecordOfSeveralStrings(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		long := strings.Repeat("0123456789", 200)
		var chunks strings.Builder
		for rest := long; rest != ""; {
			n := min(255, len(rest))
			chunks.WriteString(` "` + rest[:n] + `"`)
			rest = rest[n:]
		}
		client := newClient(t, newWorld(t, acme("@ TXT"+chunks.String()+"\n")))
		q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: long}
		wantEqual(t, "published", true, mustCheck(t, client, q).Published())
	})
}

func TestValueThatFitsInNoRecordIsRefusedBeforeAnyPacket(t *testing.T) {
	cases := map[string]struct {
		question dnscheck.Question
		says     string
	}{
		"TXT":             {dnscheck.Question{Type: dnscheck.TXT, Expected: strings.Repeat("x", 65280)}, "65280 octets"},
		"CNAME":           {dnscheck.Question{Type: dnscheck.CNAME, Expected: "a..vendor.example"}, "empty label"},
		"CNAME by number": {dnscheck.Question{Type: dnscheck.CNAME, Expected: "192.0.2.1"}, "IP address"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newNetwork()
				c.question.Name = "acme.test"
				_, err := newClient(t, n).Check(t.Context(), c.question)
				var bad *dnscheck.ValueError
				if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "acme.test") {
					t.Errorf("error %v, want a ValueError that says %q", err, c.says)
				}
				wantEqual(t, "codes", []dnscheck.Code{dnscheck.BadValue}, codes(dnscheck.DiagnoseError(err)))
				wantEqual(t, "packets", 0, len(n.sent(func(packet) bool { return true })))
			})
		})
	}
}

// Nothing is known of the zone yet, so the walk meets the trouble first.
func TestZoneWithOnlyBrokenServersIsNamedAtTheFirstLook(t *testing.T) {
	cases := map[dnscheck.Code]func(t *testing.T) handler{
		dnscheck.LameServers:     func(t *testing.T) handler { return authority(t, testZone) },
		dnscheck.RefusingServers: func(*testing.T) handler { return rcode(5) },
		dnscheck.FailingServers:  func(*testing.T) handler { return rcode(2) },
		dnscheck.DeadServers:     func(*testing.T) handler { return silent },
	}
	for want, broken := range cases {
		t.Run(string(want), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme())
				for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
					n.serve(address, broken(t))
				}
				findings := diagnose(t, n, newClient(t, n), expecting("acme.test"), hints)
				wantEqual(t, "codes", []dnscheck.Code{want}, codes(findings))
				if !strings.HasPrefix(findings[0].Sentence, "Every name server") {
					t.Errorf("sentence %q", findings[0].Sentence)
				}
			})
		})
	}
}
