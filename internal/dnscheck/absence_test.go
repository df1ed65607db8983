// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

func TestNextAttemptIsUsefulWhenTheAbsenceIsForgotten(t *testing.T) {
	t.Parallel()
	at := func(seconds int) time.Time { return time.Unix(1_000_000+int64(seconds), 0) }
	cases := map[string]struct {
		refusal time.Time
		absence dnscheck.Absence
		want    time.Time
	}{
		"never refused":                      {time.Time{}, dnscheck.Absence{End: at(0), TTL: time.Minute}, time.Time{}},
		"refused right after publication":    {at(1), dnscheck.Absence{End: at(0), TTL: time.Minute}, at(60)},
		"refused just before it is over":     {at(59), dnscheck.Absence{End: at(0), TTL: time.Minute}, at(60)},
		"refused at its end":                 {at(60), dnscheck.Absence{End: at(0), TTL: time.Minute}, at(60)},
		"refused after it was over":          {at(61), dnscheck.Absence{End: at(0), TTL: time.Minute}, at(61)},
		"refused before publication":         {at(-10), dnscheck.Absence{End: at(0), TTL: time.Minute}, at(50)},
		"refused long before publication":    {at(-100), dnscheck.Absence{End: at(0), TTL: time.Minute}, at(-40)},
		"nobody may remember":                {at(1), dnscheck.Absence{End: at(0)}, at(1)},
		"published before the first check":   {at(1), dnscheck.Absence{}, at(1)},
		"a long memory outlasts the refusal": {at(1), dnscheck.Absence{End: at(0), TTL: 3 * time.Hour}, at(10800)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := dnscheck.NextUsefulAttempt(c.refusal, dnscheck.Report{Absence: c.absence})
			wantEqual(t, "next attempt", c.want, got)
		})
	}
}

func TestAbsenceIsRememberedUntilTheZoneSaysSo(t *testing.T) {
	cases := map[string]struct {
		before        string
		ttl, negative time.Duration
	}{
		"SOA minimum":                     {"@ SOA ns1 b 1 1 1 1 60\n", time.Minute, time.Minute},
		"SOA TTL":                         {"@ 30 SOA ns1 b 1 1 1 1 900\n", 30 * time.Second, 30 * time.Second},
		"at most three hours":             {"@ 604800 SOA ns1 b 1 1 1 1 604800\n", 3 * time.Hour, 3 * time.Hour},
		"TTL of other records":            {"@ SOA ns1 b 1 1 1 1 60\n@ 3600 TXT \"v=spf1 -all\"\n", time.Hour, 0},
		"TTL of other records, a day":     {"@ SOA ns1 b 1 1 1 1 60\n@ 604800 TXT \"v=spf1 -all\"\n", 24 * time.Hour, 0},
		"an SOA that allows no memory":    {"@ SOA ns1 b 1 1 1 1 0\n", 0, 0},
		"no SOA in the answer, no memory": {"", 0, 0},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newNetwork()
			n.Serve(explicit, authority(t, "acme.test.\n"+c.before+"@ NS ns1\n"))
			client := newClient(t, n, configured(explicit))
			start := time.Now()
			missing := mustCheck(t, client, txt("acme.test"))
			wantEqual(t, "absence", dnscheck.Absence{End: start, TTL: c.ttl}, missing.Absence)
			wantEqual(t, "negative TTL", c.negative, missing.NegativeTTL)
			pass(t, 90*time.Second)
			n.Serve(explicit, authority(t, acme(acmeTXT)))
			mustCheck(t, client, txt("acme.test"))
			pass(t, 5*time.Second)
			published := mustCheck(t, client, txt("acme.test"))
			ended := start.Add(90 * time.Second)
			wantEqual(t, "absence when published", dnscheck.Absence{End: ended, TTL: c.ttl}, published.Absence)
			want := time.Time{}
			if c.ttl > 0 {
				want = ended.Add(c.ttl)
			}
			wantEqual(t, "remembered until", want, published.NegativeUntil())
		})
	}
}

func TestRecordThatWasAlwaysThereLeavesNoAbsence(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		client := newClient(t, newWorld(t, acme(acmeTXT)))
		report := mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "absence", dnscheck.Absence{}, report.Absence)
		wantEqual(t, "remembered until", time.Time{}, report.NegativeUntil())
	})
}

func TestRecordThatVanishesBeginsANewAbsence(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(`@ 3600 TXT "v=spf1 -all"`+"\n"))
		client := newClient(t, n)
		serve := func(zone string) dnscheck.Report {
			n.ServeAcme(authority(t, acme(zone)))
			return mustCheck(t, client, txt("acme.test"))
		}
		mustCheck(t, client, txt("acme.test"))
		serve(acmeTXT)
		pass(t, time.Minute)
		wantEqual(t, "second absence", dnscheck.Absence{End: time.Now(), TTL: time.Minute}, serve("").Absence)
	})
}

// The service's resolver still holds the old answer, whatever this machine can
// reach meanwhile.
func TestSilenceAfterPublicationDoesNotEndTheMemoryOfTheAbsence(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		serve := func(h handler) dnscheck.Report {
			n.ServeAcme(h)
			return mustCheck(t, client, txt("acme.test"))
		}
		mustCheck(t, client, txt("acme.test"))
		published := serve(authority(t, acme(acmeTXT)))
		for _, broken := range []handler{silent, rcode(5), rcode(2)} {
			serve(broken)
			wantEqual(t, "absence after silence", published.Absence, serve(authority(t, acme(acmeTXT))).Absence)
		}
	})
}

func TestAliasThatMadeWayForTheRecordIsRememberedByItsOwnTTL(t *testing.T) {
	cases := map[string]struct {
		after string
		want  time.Duration
	}{
		"the record replaces the alias":      {"_x TXT \"" + token + "\"\n", time.Hour},
		"the record is at the alias' target": {"_x 3600 CNAME www\nwww TXT \"" + token + "\"\n", time.Minute},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme("_x 3600 CNAME www\nwww A 192.0.2.1\n"))
			client := newClient(t, n)
			mustCheck(t, client, txt("_x.acme.test"))
			n.ServeAcme(authority(t, acme(c.after)))
			wantEqual(t, "absence", dnscheck.Absence{End: time.Now(), TTL: c.want}, mustCheck(t, client, txt("_x.acme.test")).Absence)
		})
	}
}

// RFC 2181 section 8: a TTL with the highest bit set is one of zero.
func TestTTLWithTheHighestBitIsRememberedByNobody(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.ServeAcme(authoritatively(func(m *dns.Msg) {
			if m.Question[0].Qtype == dns.TypeTXT {
				m.Answer = records(t, ".", "acme.test. TXT \"v=spf1 -all\"")
				m.Answer[0].Header().Ttl = 1<<32 - 1
				return
			}
			m.Ns = records(t, ".", "acme.test. SOA ns1.acme.test. b. 1 1 1 1 60")
		}))
		report := mustCheck(t, newClient(t, n), txt("acme.test"))
		wantEqual(t, "verdict", dnscheck.Different, report.Servers[0].Verdict)
		wantEqual(t, "TTL", time.Duration(0), report.Servers[0].TTL)
		wantEqual(t, "end of the memory", time.Time{}, report.NegativeUntil())
	})
}
