// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

var modes = []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive}

func wantUnsaid(t *testing.T, findings []dnscheck.Finding, texts ...string) {
	t.Helper()
	for _, f := range findings {
		for _, text := range texts {
			if said := f.Sentence + " " + f.Fix; strings.Contains(said, text) {
				t.Errorf("%q says %q", said, text)
			}
		}
	}
}

// Nobody put a CNAME at the name, so there is none to replace, and the target of
// the wildcard is no place for the record.
func TestCNAMEOfAWildcardIsNotTakenForOneAtTheName(t *testing.T) {
	for _, mode := range modes {
		t.Run(string(mode), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				findings := diagnoseIn(t, mode, "* CNAME web\nweb A 192.0.2.80\n", expecting("_x.acme.test"), hints)
				wantSaid(t, findings, dnscheck.RecordMissing, "a wildcard answers for this name", `host name "_x" in the zone acme.test`)
				wantUnsaid(t, findings, "at web.acme.test", "replace the CNAME", "leads nowhere")
			})
		})
	}
}

func TestCNAMEAtTheNameIsNamedBesideAWildcardToAnotherTarget(t *testing.T) {
	for _, mode := range modes {
		t.Run(string(mode), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				zone := "* CNAME web\nweb A 192.0.2.80\n_x CNAME other\nother A 192.0.2.80\n"
				findings := diagnoseIn(t, mode, zone, expecting("_x.acme.test"), hints)
				wantSaid(t, findings, dnscheck.CNAMEAtName, "Publish the record at other.acme.test, or replace the CNAME")
			})
		})
	}
}

// What a DNAME makes of a name looks like a CNAME, and is none that anybody finds
// in the zone.
func TestDNAMEAboveTheNameIsNamedInPlaceOfACNAMEAtIt(t *testing.T) {
	for _, mode := range modes {
		t.Run(string(mode), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				zone := "sub DNAME moved.acme.test.\n_x.moved A 192.0.2.80\nx.moved A 192.0.2.80\n"
				findings := diagnoseIn(t, mode, zone, expecting("_x.sub.acme.test"), hints)
				wantSaid(t, findings, dnscheck.CNAMEAtName, "A DNAME at sub.acme.test", "Publish the record at _x.moved.acme.test, or replace the DNAME at sub.acme.test")
				wantUnsaid(t, findings, "is a CNAME", "replace the CNAME")

				target := dnscheck.Question{Name: "x.sub.acme.test", Type: dnscheck.CNAME, Expected: "verify.vendor.example"}
				findings = diagnoseIn(t, mode, zone, target, dnscheck.Hints{})
				wantSaid(t, findings, dnscheck.CNAMEAtName, "A DNAME at sub.acme.test", "Replace the DNAME at sub.acme.test")
				wantUnsaid(t, findings, "Publish a CNAME record")
			})
		})
	}
}

func TestRecordBehindADNAMEIsPublished(t *testing.T) {
	for _, mode := range modes {
		t.Run(string(mode), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				zone := acme("sub DNAME moved.acme.test.\n_x.moved TXT \"" + token + "\"\n")
				n := newWorld(t, zone)
				if mode == dnscheck.Recursive {
					n.serve(resolver, recursor(t, resolverData+"sub.acme.test. DNAME moved.acme.test.\n_x.moved.acme.test. TXT \""+token+"\"\n"))
				}
				client := newClient(t, n, func(c *dnscheck.Config) { c.Mode = mode })
				wantEqual(t, "published", true, mustCheck(t, client, txt("_x.sub.acme.test")).Published())
			})
		})
	}
}

// A resolver that answers with an error was reached, so neither its address nor
// the network is to be checked.
func TestResolversThatAnswerWithErrorsAreReplacedAndNotSearchedFor(t *testing.T) {
	for _, code := range []int{dns.RcodeRefused, dns.RcodeServerFailure, dns.RcodeNotImplemented, dns.RcodeFormatError, dns.RcodeNotAuth} {
		for _, mode := range modes {
			t.Run(dns.RcodeToString[code]+" "+string(mode), func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					n := newWorld(t, acme(acmeTXT))
					n.serve(liar, addressesOnly(t, code))
					client := newClient(t, n, func(c *dnscheck.Config) { c.Mode, c.Resolvers = mode, []string{liar} })
					report, err := client.Check(t.Context(), txt("acme.test"))
					findings := dnscheck.DiagnoseError(err)
					if err == nil {
						if findings, err = client.Diagnose(t.Context(), report, hints); err != nil {
							t.Fatal(err)
						}
					}
					wantSaid(t, findings, dnscheck.ResolversUnreachable, liar, "Set dns.resolvers", "every record type")
					wantUnsaid(t, findings, "Check the addresses", "could be asked", "authoritative", "regist")

					both := newClient(t, n, func(c *dnscheck.Config) { c.Mode, c.Resolvers = mode, []string{liar, resolver} })
					n.serve(resolver, recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n"))
					wantEqual(t, "published by the next resolver", true, mustCheck(t, both, txt("acme.test")).Published())
				})
			})
		}
	}
}

// Networks that redirect all queries to a resolver of their own.
func TestResolverThatAnswersInPlaceOfTheNameServersIsTheNetworksDoing(t *testing.T) {
	for name, intercept := range map[string]handler{
		"answering": recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n"),
		"refusing": answering(func(request *dns.Msg, _ string) *dns.Msg {
			m := new(dns.Msg).SetRcode(request, dns.RcodeRefused)
			m.RecursionAvailable = true
			return m
		}),
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newNetwork()
				n.serve(resolver, recursor(t, resolverData))
				for _, address := range []string{"192.0.2.1:53", "192.0.2.3:53", "192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
					n.serve(address, intercept)
				}
				_, err := newClient(t, n).Check(t.Context(), txt("acme.test"))
				findings := dnscheck.DiagnoseError(err)
				wantSaid(t, findings, dnscheck.ZoneUnreachable, "this network redirects DNS queries", `dns.mode = "recursive"`)
				wantUnsaid(t, findings, "dns.nameservers", "registrar")
			})
		})
	}
}

func TestAbsenceIsTheResolversWordInModeRecursive(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		findings := diagnoseIn(t, dnscheck.Recursive, "", expecting("acme.test"), hints)
		wantSaid(t, findings, dnscheck.RecordMissing, "According to the resolver "+resolver, "may answer for up to 1m0s")
		findings = diagnoseIn(t, dnscheck.Authoritative, "", expecting("acme.test"), hints)
		wantUnsaid(t, findings, "resolver")
	})
}

// A resolver that leaves CNAME records out looks like a DNS host that does.
func TestAddressesInPlaceOfTheCNAMEAreTheResolversWordInModeRecursive(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		findings := diagnoseIn(t, dnscheck.Recursive, "zb1 A 198.51.100.7\n", alias, dnscheck.Hints{})
		wantSaid(t, findings, dnscheck.FlattenedCNAME, "The resolver "+resolver, "or the resolver leaves CNAME records out", "dns.resolvers")
	})
}

// Servers that limit their answers say nothing about the other places.
func TestPlacesThatNoServerAnswersForAreNotCalledEmpty(t *testing.T) {
	for name, broken := range map[string]handler{"silent": silent, "REFUSED": rcode(dns.RcodeRefused), "SERVFAIL": rcode(dns.RcodeServerFailure)} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme())
				client := newClient(t, n)
				report := mustCheck(t, client, expecting("acme.test"))
				for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
					n.serve(address, broken)
				}
				findings, err := client.Diagnose(t.Context(), report, hints)
				wantEqual(t, "error", nil, err)
				wantSaid(t, findings, dnscheck.RecordMissing, "There is no TXT record at acme.test.")
				wantUnsaid(t, findings, "nor at any name")
			})
		})
	}
}

// RFC 2181 section 8: a TTL with the highest bit set is one of zero.
func TestTTLWithTheHighestBitIsRememberedByNobody(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		zone := answering(func(request *dns.Msg, _ string) *dns.Msg {
			m := new(dns.Msg).SetReply(request)
			m.Authoritative = true
			if m.Question[0].Qtype == dns.TypeTXT {
				m.Answer = records(t, ".", "acme.test. TXT \"v=spf1 -all\"")
				m.Answer[0].Header().Ttl = 1<<32 - 1
				return m
			}
			m.Ns = records(t, ".", "acme.test. SOA ns1.acme.test. b. 1 1 1 1 60")
			return m
		})
		n := newWorld(t, acme())
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			n.serve(address, zone)
		}
		report := mustCheck(t, newClient(t, n), txt("acme.test"))
		wantEqual(t, "verdict", dnscheck.Different, report.Servers[0].Verdict)
		wantEqual(t, "TTL", time.Duration(0), report.Servers[0].TTL)
		wantEqual(t, "end of the memory", time.Time{}, report.NegativeUntil())
	})
}

// The name of the target is what does not exist.
func TestMissingTargetOfACNAMEIsNamedAsTheMissingName(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.serve(resolver, recursor(t, resolverData+"_x.acme.test. CNAME gone.acme.test.\n"))
		report := mustCheck(t, newClient(t, n, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive }), txt("_x.acme.test"))
		wantEqual(t, "lines", []string{
			resolver + ": no TXT record at _x.acme.test (CNAME to gone.acme.test) (NXDOMAIN: there is no gone.acme.test)",
		}, report.Lines())
	})
}

// A name above others exists without records of its own (RFC 8020).
func TestNameThatOnlyHasOthersBelowItExistsAndLacksTheRecord(t *testing.T) {
	for _, mode := range modes {
		t.Run(string(mode), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				findings := diagnoseIn(t, mode, "a.b._x A 192.0.2.80\n", expecting("_x.acme.test"), hints)
				wantSaid(t, findings, dnscheck.RecordMissing, "There is no TXT record at _x.acme.test")
			})
		})
	}
}

// Whatever else is published there, one right record is enough.
func TestRightRecordAmongOthersIsPublished(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		zone := acme("@ TXT \"v=spf1 -all\"\n@ TXT \"acme-\" \"verification=1\"\n@ TXT \"acme-verification=0\"\n")
		report := mustCheck(t, newClient(t, newWorld(t, zone)), txt("acme.test"))
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "values", 3, len(report.Values()))
	})
}

// Secondaries behind different serials answer with what they have.
func TestSecondaryWithAnOlderSerialIsNamedAsNotUpdated(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.serve("192.0.2.13:53", authority(t, strings.Replace(acme("@ TXT \"acme-verification=0\"\n"), "SOA ns1 b 1 ", "SOA ns1 b 0 ", 1)))
		findings := diagnose(t, n, newClient(t, n), txt("acme.test"), hints)
		wantSaid(t, findings, dnscheck.PartlyUpdated, "is on ns1.acme.test and ns2.acme.test and not yet on ns3.acme.test")
	})
}
