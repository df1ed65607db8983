// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

// FaultKind names a way in which a server can be broken.
type FaultKind string

// Every fault but Lame, Truncate and AddressesOnly meets updates as well as queries.
const (
	NoFault  FaultKind = ""         // healthy again
	Silent   FaultKind = "silent"   // reads and never answers
	Refused  FaultKind = "refused"  // answers REFUSED
	ServFail FaultKind = "servfail" // answers SERVFAIL
	Lame     FaultKind = "lame"     // not authoritative for anything: no AA, a referral up to the root
	Truncate FaultKind = "truncate" // sets TC and leaves everything out of every UDP answer
	Stale    FaultKind = "stale"    // keeps the zones it has, whatever the primary learns
	Slow     FaultKind = "slow"     // answers after Fault.Delay
	WrongID  FaultKind = "wrong_id" // answers with another message id
	Garbage  FaultKind = "garbage"  // answers with octets that are no DNS message

	// Alternating answers every second time that a question is asked as a machine without the record would: two
	// machines behind one address that are not in step.
	Alternating FaultKind = "alternating"
	// AddressesOnly answers NXDOMAIN for every type but A and AAAA, as resolvers of containers and VPNs do.
	AddressesOnly FaultKind = "addresses_only"
)

// Fault is what SetFault puts on a server. Delay belongs to Slow alone and runs on the machine's clock.
type Fault struct {
	Kind  FaultKind
	Delay time.Duration
}

// SetFault breaks a server ("authoritative-1", …, "parent", "recursive") or, with the zero Fault, heals it.
// It replaces the fault before. Stale is for secondaries, AddressesOnly for the recursive resolver; Lame is
// not for that one.
func (w *World) SetFault(server string, f Fault) error {
	target, err := w.node(server)
	if err != nil {
		return fmt.Errorf("set DNS fault: %w", err)
	}
	if err := f.check(server); err != nil {
		return err
	}
	follows := w.zones.follow(server, func(s *secondary) { s.stale = f.Kind == Stale })
	if f.Kind == Stale && !follows {
		return fmt.Errorf("set DNS fault: %s does not follow a primary, so it cannot be stale", server)
	}
	target.setFault(f)
	return nil
}

func (f Fault) check(server string) error {
	switch f.Kind {
	case NoFault, Silent, Refused, ServFail, Lame, Truncate, Stale, Slow, WrongID, Garbage, Alternating, AddressesOnly:
	default:
		return fmt.Errorf("set DNS fault on %s: there is no fault %q", server, f.Kind)
	}
	if (f.Kind == Slow) != (f.Delay > 0) {
		return fmt.Errorf("set DNS fault on %s: a positive delay goes with %q and with nothing else, got %q and %s", server, Slow, f.Kind, f.Delay)
	}
	switch {
	case f.Kind == Lame && server == recursiveName:
		return fmt.Errorf("set DNS fault on %s: a resolver is never authoritative, so it cannot be lame", server)
	case f.Kind == AddressesOnly && server != recursiveName:
		return fmt.Errorf("set DNS fault on %s: %q is for the recursive resolver", server, AddressesOnly)
	}
	return nil
}

// SetLag makes a secondary learn of changes that much later, counted on the sandbox clock from the change.
// It holds for changes that have not arrived yet; 0 lets them in at once.
func (w *World) SetLag(server string, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("set lag of %s: %s is negative", server, d)
	}
	if !w.zones.follow(server, func(s *secondary) { s.lag = d }) {
		return fmt.Errorf("set lag: %q is not a server that follows the primary", server)
	}
	return nil
}

// reply answers a message the way the fault wants it; nil means not at all.
func (f Fault) reply(ctx context.Context, network string, req request, healthy answerFunc) *dns.Msg {
	query := req.msg.Opcode == dns.OpcodeQuery
	switch {
	case f.Kind == Silent, f.Kind == Slow && !wait(ctx, f.Delay):
		return nil
	case f.Kind == Refused:
		return new(dns.Msg).SetRcode(req.msg, dns.RcodeRefused)
	case f.Kind == ServFail:
		return new(dns.Msg).SetRcode(req.msg, dns.RcodeServerFailure)
	case f.Kind == Lame && query:
		reply := new(dns.Msg).SetReply(req.msg)
		reply.Ns = []dns.RR{&dns.NS{Hdr: header(".", dns.TypeNS, infrastructureTTL), Ns: parentHost}}
		return reply
	case f.Kind == Truncate && query && network == "udp":
		reply := new(dns.Msg).SetReply(req.msg)
		reply.Truncated = true
		return reply
	case f.Kind == AddressesOnly && query && !asksAddress(req.msg):
		reply := new(dns.Msg).SetRcode(req.msg, dns.RcodeNameError)
		reply.RecursionAvailable = true
		return reply
	}
	return healthy(ctx, req)
}

func asksAddress(m *dns.Msg) bool {
	return len(m.Question) == 1 && (m.Question[0].Qtype == dns.TypeA || m.Question[0].Qtype == dns.TypeAAAA)
}

// lacking answers like the server behind healthy, without the records that are asked for.
func lacking(healthy answerFunc) answerFunc {
	return func(ctx context.Context, req request) *dns.Msg {
		other := req.msg.Copy()
		other.Question[0].Qtype = dns.TypeNULL // nobody publishes these (RFC 1035 section 3.3.10)
		reply := healthy(ctx, request{msg: other, tsig: req.tsig})
		if reply != nil {
			reply.Question = req.msg.Question
		}
		return reply
	}
}

func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
