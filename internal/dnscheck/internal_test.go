// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/recordvalue"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Whatever a response says, reading it must end without a panic, and every text
// about it can be shown. Package dnsquery lets fewer messages through than this.
func FuzzPacketIsJudgedWithoutPanic(f *testing.F) {
	for _, seed := range seeds(f, "acme.test.") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		m := new(dns.Msg)
		if m.Unpack(packet) != nil {
			return
		}
		for _, i := range []inspection{
			{question: Question{Name: "acme.test", Type: TXT, Expected: "token"}, owner: "acme.test.", apex: "test."},
			{question: Question{Name: "acme.test", Type: TXT}, owner: "acme.test.", resolver: true},
			{question: Question{Name: "acme.test", Type: CNAME}, owner: "acme.test."},
		} {
			a := i.answer(delegation.Target{Name: "ns"}, dnsquery.Reply{Message: m}, nil)
			if a.Verdict == Present && len(a.Values) == 0 {
				t.Errorf("present without a value: %+v", a)
			}
			if !slices.IsSorted(a.Values) {
				t.Errorf("values are not in order: %q", a.Values)
			}
			report := (&Client{mode: Authoritative}).newReport(i.question, i.owner, i.apex, []ServerAnswer{a})
			report.Lines()
			wantCompleteFindings(t, report)
		}
	})
}

func seeds(f *testing.F, name string) [][]byte {
	f.Helper()
	var packets [][]byte
	add := func(m *dns.Msg) {
		packet, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		packets = append(packets, packet)
	}
	respond := func(answer, authority, extra string) {
		m := new(dns.Msg).SetReply(new(dns.Msg).SetQuestion(name, dns.TypeTXT))
		m.Authoritative = true
		for section, text := range map[*[]dns.RR]string{&m.Answer: answer, &m.Ns: authority, &m.Extra: extra} {
			if text == "" {
				continue
			}
			rr, err := dns.NewRR(text)
			if err != nil {
				f.Fatal(err)
			}
			*section = append(*section, rr)
		}
		add(m)
	}
	respond(`acme.test. 60 TXT "to" "ken"`, "", "")
	respond(`acme.test. 60 CNAME acme.test.`, "", "")
	respond("", "test. 60 SOA a. b. 1 1 1 1 60", "")
	respond("", "acme.test. 60 NS ns.acme.test.", "ns.acme.test. 60 A 192.0.2.1")
	add(thousandRecords(name))
	add(new(dns.Msg).SetReply(new(dns.Msg).SetQuestion("other.test.", dns.TypeTXT)))
	add(new(dns.Msg).SetReply(new(dns.Msg).SetQuestion(name, dns.TypeA)))
	return packets
}

func thousandRecords(name string) *dns.Msg {
	m := new(dns.Msg).SetReply(new(dns.Msg).SetQuestion(name, dns.TypeTXT))
	m.Authoritative, m.Compress = true, true
	for i := range 1000 {
		m.Answer = append(m.Answer, &dns.TXT{
			Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeTXT, Class: dns.ClassINET, Ttl: 60},
			Txt: []string{"TXT" + string(rune('a'+i%26)), "tail"},
		})
	}
	return m
}

// wantCompleteFindings holds every finding to have a code, a sentence and a fix,
// whatever was served.
func wantCompleteFindings(t *testing.T, r Report) {
	t.Helper()
	findings := r.serverProblems()
	for _, a := range r.ownAnswers() {
		findings = append(findings, r.missingAtTarget(a), r.belowDNAME(a), r.underWildcard(a.CNAME))
	}
	findings = append(findings, (&diagnosis{report: r, expected: recordvalue.NewExpected(r.Expected, "to", "", nil)}).mismatches()...)
	for _, f := range append(findings, r.missing(false), r.missing(true)) {
		if f.Code == "" || f.Sentence == "" || f.Fix == "" {
			t.Errorf("incomplete finding %+v", f)
		}
	}
}

// Invariant 22. A thousand waits whose zones change at every look share the budget of the run, and
// one that sends little beside them is not held back.
func TestWaitsOfARunTogetherSendABoundedNumberOfPackets(t *testing.T) {
	t.Parallel()
	begin := time.Unix(1_800_000_000, 0)
	now := begin
	client := &Client{limiter: newLimiter(func() time.Time { return now })}
	const domains, cost, minutes = 1000, 10, 20
	next := make([]time.Time, domains)
	for range next {
		defer client.BeginWait()()
	}
	packets := 0
	modest := Question{Name: "modest"}
	for ; now.Sub(begin) < minutes*time.Minute; now = now.Add(time.Second) {
		for d := range next {
			if now.Before(next[d]) {
				continue
			}
			q := Question{Name: strconv.Itoa(d)}
			client.limiter.add(q, cost)
			packets += cost
			next[d] = now.Add(max(2*time.Second, client.limiter.pause(q)))
		}
		if now.Sub(begin)%(5*time.Minute) == 0 {
			client.limiter.add(modest, cost)
		}
		if pause := client.limiter.pause(modest); pause > 0 {
			t.Fatalf("a wait that sends little pauses for %s", pause)
		}
	}
	// The first packets of all are not held back.
	bound := domains*(firstPackets+cost) + runPacketsPerSecond*minutes*60
	if packets > bound || packets < domains*firstPackets {
		t.Errorf("%d packets in %d minutes, want at most %d", packets, minutes, bound)
	}
}

func TestPauseOfAWaitEndsWhenOthersDo(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	client := &Client{limiter: newLimiter(func() time.Time { return now })}
	q := Question{Name: "a"}
	var ends []func()
	for range 1200 {
		ends = append(ends, client.BeginWait())
	}
	client.limiter.add(q, firstPackets+10)
	if got := client.limiter.pause(q); got != 200*time.Second || client.LookInterval() != 10*time.Second {
		t.Errorf("among 1,200 waits: pause %s, a look every %s", got, client.LookInterval())
	}
	for _, end := range ends {
		end()
		end() // counts once
	}
	if got := client.limiter.pause(q); got != time.Second || client.LookInterval() != 0 {
		t.Errorf("alone: pause %s, a look every %s", got, client.LookInterval())
	}
}

func TestChecksThatAreDueWithoutAChangeAreBoundedForTheRun(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	client := &Client{limiter: newLimiter(func() time.Time { return now })}
	allowed := 0
	for range 600 { // a minute, of a thousand waits and more
		for range 100 {
			if client.MayCheck() {
				allowed++
			}
		}
		now = now.Add(100 * time.Millisecond)
	}
	if want := firstChecks + checksPerSecond*60; allowed < want-1 || allowed > want {
		t.Errorf("%d checks in a minute, want %d", allowed, want)
	}
}

func TestPauseEndsWithTime(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	p := newLimiter(func() time.Time { return now })
	q, other := Question{Name: "a"}, Question{Name: "b"}
	p.add(q, firstPackets)
	if got := p.pause(q); got != 0 {
		t.Errorf("pause %s after the first packets", got)
	}
	p.add(q, 50)
	if got := p.pause(q); got != 5*time.Second {
		t.Errorf("pause %s after 50 packets more", got)
	}
	if got := p.pause(other); got != 0 {
		t.Errorf("pause %s for another question", got)
	}
	now = now.Add(5 * time.Second)
	if got := p.pause(q); got != 0 {
		t.Errorf("pause %s when it is over", got)
	}
}

func TestSilenceThatKeepsAPresentRecordFromCountingIsNamedAsSuch(t *testing.T) {
	t.Parallel()
	report := Report{Name: "acme.test.", Type: TXT, Expected: "x", Servers: []ServerAnswer{
		{Name: "ns1.acme.test", Address: "192.0.2.1", Owner: "acme.test.", Verdict: Present},
		{Name: "ns2.acme.test", Address: "192.0.2.2", Owner: "acme.test.", Verdict: Unreachable, Err: &dnsquery.TimeoutError{Waited: 2 * time.Second}},
	}}
	if report.Published() {
		t.Fatal("half of the servers is more than half")
	}
	findings := report.serverProblems()
	if len(findings) != 1 || findings[0].Code != DeadServers || !strings.Contains(findings[0].Fix, `quorum "majority"`) {
		t.Errorf("got %+v", findings)
	}
	if lines := report.Lines(); !strings.HasSuffix(lines[1], "no answer within 2s") {
		t.Errorf("got %q", lines)
	}
}

func TestRecordIsGoneWhenEnoughServersAnswerAndNoneHasIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		quorum   Quorum
		verdicts []Verdict
		gone     bool
		servedBy int
	}{
		{QuorumMajority, []Verdict{Absent, Absent}, true, 0},
		{QuorumMajority, []Verdict{Different, Absent, Unreachable}, true, 0},
		{QuorumMajority, []Verdict{Absent, Unreachable}, false, 0},
		{QuorumMajority, []Verdict{Absent, Absent, Present}, false, 1},
		{QuorumMajority, []Verdict{Refused, Lame, Failed, Unchecked}, false, 0},
		{QuorumAll, []Verdict{Absent, Absent, Refused}, false, 0},
		{QuorumAll, []Verdict{Absent, Different}, true, 0},
		{QuorumAny, []Verdict{Absent, Unreachable, Unreachable}, true, 0},
		{QuorumAny, []Verdict{Absent, Present, Present}, false, 2},
		{QuorumAny, nil, false, 0},
	} {
		report := Report{Name: "acme.test.", Type: TXT, Expected: "t=1", Quorum: test.quorum}
		for n, verdict := range test.verdicts {
			report.Servers = append(report.Servers, ServerAnswer{Name: fmt.Sprintf("ns%d.", n), Owner: report.Name, Verdict: verdict})
		}
		if got := report.Gone(); got != test.gone || len(report.ServedBy()) != test.servedBy {
			t.Errorf("%s %v: gone %v, served by %v", test.quorum, test.verdicts, got, report.ServedBy())
		}
	}
	resolved := Report{Name: "acme.test.", Mode: Recursive, Servers: []ServerAnswer{{Name: "r", Owner: "acme.test.", Verdict: Absent}}}
	if diff := cmp.Diff([]bool{true, false}, []bool{resolved.Gone(), Report{Mode: Recursive}.Gone()}); diff != "" {
		t.Errorf("by a resolver, and by none (-want +got):\n%s", diff)
	}
}

// The TTL of an answer is rounded down, and the answer came some time after now.
func TestAnswerIsRememberedForSecondsMoreThanItsTTLSays(t *testing.T) {
	t.Parallel()
	r := Report{Name: "acme.test.", Mode: Recursive, Servers: []ServerAnswer{{Owner: "acme.test.", Verdict: Different, TTL: time.Minute}}}
	for second := range 60 {
		now := time.Unix(int64(second), 0)
		if left := r.RememberedUntil(now).Sub(now) - time.Minute; left < 5*time.Second || left > time.Minute+5*time.Second {
			t.Errorf("at second %d: %s more than the TTL", second, left)
		}
	}
	r.Mode = Authoritative
	if until := r.RememberedUntil(time.Unix(1, 0)); !until.Equal(time.Unix(1, 0)) {
		t.Errorf("a name server remembers its answer until %s", until)
	}
}
