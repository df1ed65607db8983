// SPDX-License-Identifier: MPL-2.0

package dnsquery_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
)

// askOne checks acme.test. at one explicit server.
func askOne(t *testing.T, h handler) (*network, dnscheck.Report) {
	t.Helper()
	n := newNetwork()
	n.Serve(explicit, h)
	client := newClient(t, n, configured(explicit))
	return n, mustCheck(t, client, txt("acme.test"))
}

func TestLargeAnswerIsFetchedOverTCP(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var many strings.Builder
		for i := range 1000 {
			fmt.Fprintf(&many, "@ TXT \"site-verification=%d\"\n", i)
		}
		n, report := askOne(t, authority(t, acme(acmeTXT, many.String())))
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "values", 1001, len(report.Values()))
		var transports []string
		for _, p := range n.All() {
			transports = append(transports, p.Transport)
		}
		wantEqual(t, "transports", []string{"udp", "tcp"}, transports)
	})
}

func TestTruncatedAnswerWithoutTCPIsUnreachable(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		_, report := askOne(t, answering(func(request *dns.Msg, transport string) *dns.Msg {
			if transport == "tcp" {
				return nil
			}
			m := new(dns.Msg).SetReply(request)
			m.Truncated = true
			return m
		}))
		wantEqual(t, "lines", []string{
			"192.0.2.11:53: no answer: the answer was truncated, and over TCP: no answer within 2s",
		}, report.Lines())
	})
}

// Each forgery comes before the real answer and must be read past.
func TestPacketsThatAreNoAnswerAreIgnored(t *testing.T) {
	for name, forge := range dnsworld.Forgeries(dnsworld.Records(t, ".", "acme.test. TXT forged")...) {
		bubble(t, name, func(t *testing.T) {
			honest := authority(t, acme(acmeTXT))
			_, report := askOne(t, choose(func(request *dns.Msg) handler {
				return func(packed []byte, transport string) [][]byte {
					return append([][]byte{forge(request)}, honest(packed, transport)...)
				}
			}))
			wantEqual(t, "values", []string{token}, report.Values())
		})
	}
}

func TestServerThatSendsOnlyGarbageIsUnreachableAndSaysSo(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		_, report := askOne(t, func([]byte, string) [][]byte { return [][]byte{bytes.Repeat([]byte{0xff}, 40)} })
		wantEqual(t, "lines", []string{
			"192.0.2.11:53: no answer: no valid answer within 2s (packet is not an answer to this query: wrong id)",
		}, report.Lines())
	})
}

func TestAnswerToTheRepeatedQueryCounts(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		honest := authority(t, acme(acmeTXT))
		var once sync.Once
		_, report := askOne(t, func(request []byte, transport string) (answers [][]byte) {
			answers = honest(request, transport)
			once.Do(func() { answers = nil }) // the first datagram is lost
			return answers
		})
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "time", time.Second, report.Servers[0].RTT)
	})
}

func TestServerFromBeforeEDNSIsAskedWithoutIt(t *testing.T) {
	echo := answering(func(request *dns.Msg, _ string) *dns.Msg {
		request.Response, request.Rcode = true, dns.RcodeFormatError
		return request
	})
	for name, old := range map[string]handler{"FORMERR": rcode(dns.RcodeFormatError), "NOTIMP": rcode(dns.RcodeNotImplemented), "FORMERR with the query's OPT": echo} {
		bubble(t, name, func(t *testing.T) {
			honest := authority(t, acme(acmeTXT))
			n, report := askOne(t, choose(func(request *dns.Msg) handler {
				if request.IsEdns0() != nil {
					return old
				}
				return honest
			}))
			wantEqual(t, "published", true, report.Published())
			wantEqual(t, "queries", 2, len(n.All()))
		})
	}
}

func TestErrorWithoutAQuestionSectionIsAnAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		_, report := askOne(t, func(request []byte, _ string) [][]byte {
			return [][]byte{{request[0], request[1], 0x80, 0x05, 0, 0, 0, 0, 0, 0, 0, 0}}
		})
		wantEqual(t, "verdict", dnscheck.Refused, report.Servers[0].Verdict)
	})
}

func TestCancelledCheckReturnsAtOnce(t *testing.T) {
	for name, address := range map[string]string{"resolver": resolver, "parent": "192.0.2.1:53", "server": "192.0.2.11:53"} {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme(acmeTXT))
			client := newClient(t, n, func(c *dnscheck.Config) { c.Timeout = time.Hour })
			if name == "server" {
				mustCheck(t, client, txt("acme.test"))
			}
			n.Serve(address, silent)
			ctx, cancel := context.WithCancel(t.Context())
			start := time.Now()
			result := make(chan error, 1)
			go func() {
				_, err := client.Check(ctx, txt("acme.test"))
				result <- err
			}()
			synctest.Wait()
			cancel()
			if err := <-result; !errors.Is(err, context.Canceled) {
				t.Errorf("error %v, want the cancellation", err)
			}
			wantEqual(t, "time", time.Duration(0), time.Since(start))
		})
	}
}

func TestQueriesInFlightAreBoundedAcrossChecks(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		client := newClient(t, n, configured(explicit))
		n.Serve(explicit, silent)
		var all sync.WaitGroup
		start := time.Now()
		for range 300 {
			all.Go(func() { _, _ = client.Check(t.Context(), txt("acme.test")) })
		}
		all.Wait()
		// The first 128 take one timeout. The server is known to be silent then, so that the
		// others have half of the slots: three rounds.
		wantEqual(t, "time", 8*time.Second, time.Since(start))
	})
}

func TestQueryIDsComeFromTheConfiguredSource(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		var ids []uint16
		honest := authority(t, acme(acmeTXT))
		n.Serve(explicit, func(request []byte, transport string) [][]byte {
			ids = append(ids, uint16(request[0])<<8|uint16(request[1]))
			return honest(request, transport)
		})
		client := newClient(t, n, func(c *dnscheck.Config) {
			c.Nameservers, c.Random = []string{explicit}, bytes.NewReader([]byte{1, 2, 3, 4})
		})
		mustCheck(t, client, txt("acme.test"))
		mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "ids", []uint16{0x0102, 0x0304}, slices.Clone(ids))
	})
}
