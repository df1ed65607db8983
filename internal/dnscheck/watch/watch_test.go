// SPDX-License-Identifier: MPL-2.0

package watch_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const owner = "_x.acme.test"

// story is one wait for a record in the world of package dnsworld.
type story struct {
	*testing.T
	network *dnsworld.Network
	client  *dnscheck.Client
	watch   *watch.Watch
	report  dnscheck.Report
	err     error
	began   time.Time
}

// tell runs a story in virtual time. The record is missing on all three servers.
func tell(t *testing.T, gone bool, change func(*dnscheck.Config), test func(s *story)) {
	t.Helper()
	dnsworld.InBubble(t, func(t *testing.T) {
		s := &story{T: t, network: dnsworld.New(t, dnsworld.Acme()), began: time.Now()}
		s.client = dnsworld.Client(t, s.network, change)
		s.watch = watch.New(s.client, dnsworld.TXT(owner), watch.Config{Gone: gone, Now: time.Now, Random: rand.Reader})
		defer s.watch.End()
		test(s)
	})
}

func ordinary(*dnscheck.Config) {}

// look looks once, and seeks the cause when that is due.
func (s *story) look() {
	s.Helper()
	s.report, s.err = s.watch.Look(s.Context())
	if s.err == nil && s.watch.DiagnosisDue() {
		if _, err := s.client.Diagnose(s.Context(), s.report, dnscheck.Hints{}); err != nil {
			s.Fatal(err)
		}
	}
}

// passUntil goes on looking until some time after the beginning.
func (s *story) passUntil(after time.Duration) {
	s.Helper()
	for {
		s.look()
		pause := min(s.watch.Pause(), after-time.Since(s.began))
		dnsworld.Pass(s.T, max(pause, 0))
		if time.Since(s.began) >= after {
			return
		}
	}
}

// lag is how long it takes until the report is as wanted.
func (s *story) lag(wanted func(dnscheck.Report) bool) time.Duration {
	s.Helper()
	start := time.Now()
	for s.look(); !wanted(s.report); s.look() {
		if time.Since(start) > time.Hour {
			s.Fatalf("not seen within an hour: %q, %v", s.report.Lines(), s.err)
		}
		dnsworld.Pass(s.T, s.watch.Pause())
	}
	return time.Since(start)
}

func (s *story) serve(servers []string, more ...string) {
	for _, address := range servers {
		s.network.Serve(address, dnsworld.Authority(s.T, dnsworld.Acme(more...)))
	}
}

const record = `_x TXT "` + dnsworld.Token + `"` + "\n"

// Invariant 22.
func TestWaitSendsTenPacketsAMinuteAtMostAfterTheSecondMinute(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		s.passUntil(2 * time.Minute)
		first := len(s.network.All())
		if first > 170 {
			s.Errorf("%d packets in the first two minutes", first)
		}
		// Some minutes have more, in which the TTL of the delegation ends.
		for minute := 7; minute <= 62; minute += 5 {
			before := len(s.network.All())
			s.passUntil(time.Duration(minute) * time.Minute)
			if sent := len(s.network.All()) - before; sent > 5*10 || sent < 5*2 {
				s.Errorf("%d packets in the five minutes before minute %d", sent, minute)
			}
		}
	})
}

func TestPublishedRecordIsSeenWithinTwoSecondsAtFirstAndThirtyLater(t *testing.T) {
	for after, most := range map[time.Duration]time.Duration{
		7 * time.Second: 2 * time.Second, 119 * time.Second: 2 * time.Second, 150 * time.Second: 30 * time.Second, 20*time.Minute + time.Second: 30 * time.Second,
	} {
		t.Run(after.String(), func(t *testing.T) {
			tell(t, false, ordinary, func(s *story) {
				s.passUntil(after)
				dnsworld.Pass(s.T, time.Millisecond)
				published := time.Now()
				s.serve(dnsworld.AcmeServers, record)
				dnsworld.Pass(s.T, s.watch.Pause())
				if s.lag(dnscheck.Report.Published); time.Since(published) > most {
					s.Errorf("seen %s after it was published", time.Since(published))
				}
			})
		})
	}
}

// Invariant 2: one server that has the record does not stand for all.
func TestRecordOnSomeServersIsNotPublishedAndTheLastOneIsWaitedForEagerly(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		s.passUntil(10 * time.Minute)
		for i, server := range dnsworld.AcmeServers[:2] {
			s.serve([]string{server}, record)
			having := func(r dnscheck.Report) bool { return len(r.ServedBy()) == i+1 }
			if lag := s.lag(having); lag > 3*watch.MaxInterval {
				s.Errorf("server %d is seen after %s", i, lag)
			}
		}
		if s.report.Published() {
			s.Error("published although one server lacks it")
		}
		s.passUntil(time.Since(s.began) + time.Minute)
		s.serve(dnsworld.AcmeServers[2:], record)
		if lag := s.lag(dnscheck.Report.Published); lag > watch.Interval {
			s.Errorf("the last server is seen after %s", lag)
		}
	})
}

func TestRecordInTheWrongPlaceIsSoughtAgainWithoutAChange(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		for _, until := range []time.Duration{time.Minute, 10 * time.Minute} {
			s.passUntil(until)
			s.network.Clear()
			s.passUntil(until + 3*time.Minute)
			sought := s.network.Sent(func(p dnsworld.Packet) bool { return p.Name == "_x.acme.test.acme.test." })
			if len(sought) == 0 || len(sought) > 3 {
				s.Errorf("sought %d times in three minutes after %s", len(sought), until)
			}
		}
	})
}

var faults = map[string]dnsworld.Handler{"silent": dnsworld.Silent, "refusing": dnsworld.Rcode(dns.RcodeRefused)}

// The server that is asked may be the one that fails.
func TestServerThatFailsDoesNotHideTheRecordOnTheOthers(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			tell(t, false, ordinary, func(s *story) {
				s.passUntil(5 * time.Minute)
				s.network.Serve(dnsworld.AcmeServers[0], fault)
				s.passUntil(8 * time.Minute)
				s.serve(dnsworld.AcmeServers[1:], record)
				if lag := s.lag(dnscheck.Report.Published); lag > watch.MaxInterval+2*time.Second {
					s.Errorf("seen after %s with one %s server", lag, name)
				}
			})
		})
	}
}

func TestServersThatAllFailCostLittleAndAreSeenWhenTheyRecover(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			tell(t, false, ordinary, func(s *story) {
				s.network.ServeAcme(fault)
				s.passUntil(10 * time.Minute)
				before := len(s.network.All())
				s.passUntil(20 * time.Minute)
				if sent := len(s.network.All()) - before; sent > 100 {
					s.Errorf("%d packets in ten minutes to %s servers", sent, name)
				}
				s.serve(dnsworld.AcmeServers, record)
				if lag := s.lag(dnscheck.Report.Published); lag > watch.MaxInterval+2*time.Second {
					s.Errorf("seen after %s when all servers respond again", lag)
				}
			})
		})
	}
}

func TestDomainThatIsNotDelegatedCostsLittleAndIsFoundOnceItIs(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		const without = "test.\n@ SOA a.nic b 1 1 1 1 900\n@ NS a.nic\na.nic A 192.0.2.1\n"
		s.network.Serve(dnsworld.Parent, dnsworld.Authority(s.T, without))
		s.passUntil(5 * time.Minute)
		before := len(s.network.All())
		s.passUntil(15 * time.Minute)
		if sent := len(s.network.All()) - before; s.err == nil || sent > 100 {
			s.Errorf("%d packets in ten minutes, %v", sent, s.err)
		}
		s.network.Serve(dnsworld.Parent, dnsworld.Authority(s.T, dnsworld.TestZone))
		s.serve(dnsworld.AcmeServers, record)
		if lag := s.lag(dnscheck.Report.Published); lag > watch.MaxInterval {
			s.Errorf("seen after %s", lag)
		}
	})
}

func TestRecordAtTheEndOfAnAliasIsSeenAsFast(t *testing.T) {
	for name, publish := range map[string]func(*story){
		"at its target": func(s *story) {
			s.serve(dnsworld.AcmeServers, "_x CNAME token\n", "token TXT \""+dnsworld.Token+"\"\n")
		},
		"instead of it": func(s *story) { s.serve(dnsworld.AcmeServers, record) },
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, false, ordinary, func(s *story) {
				s.serve(dnsworld.AcmeServers, "_x CNAME token\n")
				s.passUntil(5 * time.Minute)
				publish(s)
				if lag := s.lag(dnscheck.Report.Published); lag > watch.MaxInterval {
					s.Errorf("seen after %s", lag)
				}
			})
		})
	}
}

// The mirror of a publication.
func TestRecordThatIsRemovedIsGoneWhenNoServerHasIt(t *testing.T) {
	tell(t, true, ordinary, func(s *story) {
		s.serve(dnsworld.AcmeServers, record)
		s.passUntil(5 * time.Minute)
		before := len(s.network.All())
		s.passUntil(10 * time.Minute)
		if sent := len(s.network.All()) - before; sent > 50 {
			s.Errorf("%d packets in five minutes", sent)
		}
		s.serve(dnsworld.AcmeServers[:2])
		s.passUntil(12 * time.Minute)
		if s.report.Gone() || len(s.report.ServedBy()) != 1 {
			s.Errorf("gone while one server has it: %q", s.report.Lines())
		}
		s.serve(dnsworld.AcmeServers)
		if lag := s.lag(dnscheck.Report.Gone); lag > watch.MaxInterval {
			s.Errorf("gone after %s", lag)
		}
	})
}

// One server stands for nobody with the quorum "any", and a resolver asks by itself.
func TestWhatOneServerCannotShowIsAskedOfAll(t *testing.T) {
	for name, change := range map[string]func(*dnscheck.Config){
		"any":       func(c *dnscheck.Config) { c.Quorum = dnscheck.QuorumAny },
		"recursive": dnsworld.InMode(dnscheck.Recursive),
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, false, change, func(s *story) {
				for range 3 {
					s.look()
					s.network.Clear()
				}
				s.look()
				asked := len(s.network.Sent(func(p dnsworld.Packet) bool { return p.Name == owner+"." }))
				if want := map[string]int{"any": 3, "recursive": 1}[name]; asked != want {
					s.Errorf("%d servers asked, want %d", asked, want)
				}
			})
		})
	}
}

// throughResolver serves records by a resolver that gives three hours to an absence.
func (s *story) throughResolver(more string) {
	s.network.Serve(dnsworld.Resolver, dnsworld.Recursor(s.T, "@ 10800 SOA a. b. 1 1 1 1 10800\n@ NS a.root.example.\ntest. NS a.nic.test.\n"+more))
}

const resolved = owner + `. TXT "` + dnsworld.Token + `"` + "\n"

// Several resolvers may share an address, and one may forget before the time that it gives.
func TestResolverIsAskedAgainBeforeTheAbsenceHasLeftItsCache(t *testing.T) {
	tell(t, false, dnsworld.InMode(dnscheck.Recursive), func(s *story) {
		s.throughResolver("")
		s.look()
		if pause := s.watch.Pause(); pause < time.Minute {
			s.Errorf("a cache is asked again after %s", pause)
		}
		s.throughResolver(resolved)
		dnsworld.Pass(s.T, s.watch.Pause())
		if s.lag(dnscheck.Report.Published); time.Since(s.began) > 6*time.Minute {
			s.Errorf("seen after %s", time.Since(s.began))
		}
	})
}

// Another record may have to be gone as well, and is not looked at before.
func TestAbsenceThatIsWaitedForDelaysNoLook(t *testing.T) {
	tell(t, true, dnsworld.InMode(dnscheck.Recursive), func(s *story) {
		s.throughResolver("")
		s.look()
		if pause := s.watch.Pause(); !s.report.Gone() || pause > watch.Interval {
			s.Errorf("gone %t, next look in %s", s.report.Gone(), pause)
		}
	})
}

func TestLookAfreshAsksAllServers(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		for _, want := range []int{len(dnsworld.AcmeServers), 1, len(dnsworld.AcmeServers), 1} {
			s.network.Clear()
			if want > 1 {
				s.watch.Afresh()
			}
			s.look()
			asked := s.network.Sent(func(p dnsworld.Packet) bool { return p.Name == owner+"." && p.Type == "TXT" })
			if len(asked) != want {
				s.Errorf("%d servers asked, want %d", len(asked), want)
			}
			dnsworld.Pass(s.T, s.watch.Pause())
		}
	})
}

func TestWithQuorumAnyALongWaitAsksTheServersInTurn(t *testing.T) {
	for name, having := range map[string][]string{"all": dnsworld.AcmeServers, "one": dnsworld.AcmeServers[2:]} {
		t.Run(name, func(t *testing.T) {
			tell(t, false, func(c *dnscheck.Config) { c.Quorum = dnscheck.QuorumAny }, func(s *story) {
				s.passUntil(5 * time.Minute)
				before := len(s.network.All())
				s.passUntil(10 * time.Minute)
				if sent := len(s.network.All()) - before; sent > 5*10 {
					s.Errorf("%d packets in five minutes", sent)
				}
				s.serve(having, record)
				most := map[string]time.Duration{"all": watch.MaxInterval, "one": 3 * watch.MaxInterval}[name]
				if lag := s.lag(dnscheck.Report.Published); lag > most {
					s.Errorf("seen after %s", lag)
				}
			})
		})
	}
}

// The former servers answer on, as those of a DNS host that keeps zones it has lost do.
func TestZoneThatMovesToOtherServersDuringAWaitIsFollowed(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		s.passUntil(3 * time.Minute)
		const soa, ns = "@ SOA a b 1 1 1 1 60\n", "NS ns.hosting.example.\n"
		s.network.Serve(dnsworld.Parent, dnsworld.Authority(s.T, "test.\n"+soa+"acme "+ns))
		s.network.Serve("192.0.2.21:53", dnsworld.Authority(s.T, "acme.test.\n"+soa+"@ "+ns+record))
		if lag := s.lag(dnscheck.Report.Published); lag > 7*time.Minute {
			s.Errorf("followed after %s", lag)
		}
	})
}

// Two thousand waits stretch the looks of each.
func TestLooksOfManyWaitsAreFurtherApart(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		for range 2000 {
			defer watch.New(s.client, dnsworld.TXT("other.test"), watch.Config{Now: time.Now}).End()
		}
		s.look()
		if pause := s.watch.Pause(); pause < 12*time.Second || pause > 17*time.Second {
			s.Errorf("the next look is in %s", pause)
		}
	})
}

// Invariant 22: a domain that is not delegated is searched for by each look.
func TestLooksThatCostMoreAreFurtherApartAmongManyWaits(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		s.network.Serve(dnsworld.Parent, dnsworld.Authority(s.T, "test.\n@ SOA a.nic b 1 1 1 1 900\n@ NS a.nic\na.nic A 192.0.2.1\n"))
		for range 1199 {
			defer watch.New(s.client, dnsworld.TXT("other.test"), watch.Config{Now: time.Now}).End()
		}
		s.look()
		for range 3 {
			s.network.Clear()
			s.look()
			sent := len(s.network.All())
			if pause, least := s.watch.Pause(), time.Duration(sent)*8*time.Second; sent == 0 || pause < least {
				s.Errorf("the next look is in %s after one of %d packets", pause, sent)
			}
		}
	})
}

// Invariant 13.
func TestLookThatIsCancelledHasNoResult(t *testing.T) {
	tell(t, false, ordinary, func(s *story) {
		s.look()
		s.network.ServeAcme(dnsworld.Silent)
		ctx, cancel := context.WithTimeout(s.Context(), 100*time.Millisecond)
		defer cancel()
		start := time.Now()
		report, err := s.watch.Look(ctx)
		if err == nil || len(report.Servers) > 0 || time.Since(start) > time.Second {
			s.Errorf("%q, %v after %s", report.Lines(), err, time.Since(start))
		}
		s.serve(dnsworld.AcmeServers, record)
		if s.lag(dnscheck.Report.Published); s.err != nil {
			s.Error(fmt.Errorf("after it: %w", s.err))
		}
	})
}
