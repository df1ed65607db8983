// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"fmt"
	"sync"

	"github.com/miekg/dns"
)

// Signed is what the recursive resolver makes of a zone's signatures. The world holds no keys: only the bits by which
// a validating resolver tells its clients (RFC 4035 section 3.2) are shown.
type Signed string

// The states of a zone. The root counts as signed as soon as any zone has a state, since without it none could be.
const (
	Unsigned    Signed = ""       // answers carry no AD bit
	SignedWell  Signed = "secure" // answers carry AD for clients that understand it
	SignedBadly Signed = "bogus"  // SERVFAIL, unless the client checks for itself (CD)
)

// SetSigned says what the resolver finds when it validates a zone; zones inside it share its state.
func (w *World) SetSigned(zone string, s Signed) error {
	origin := dns.CanonicalName(zone)
	if s != Unsigned && s != SignedWell && s != SignedBadly {
		return fmt.Errorf("set signatures of %q: there is no state %q", zone, s)
	}
	if z := w.zones.find(primaryName, origin); z == nil || z.origin != origin {
		return fmt.Errorf("set signatures of %q: the zone is not served", zone)
	}
	w.signatures.set(origin, s)
	return nil
}

type signatures struct {
	mu    sync.Mutex
	zones map[string]Signed
}

func (s *signatures) set(origin string, state Signed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.zones[origin] = state
}

// of is the state of the deepest zone at or above name that has one.
func (s *signatures) of(name string) Signed {
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == "." && len(s.zones) > 0 {
		return SignedWell
	}
	for ; name != "."; name = labelAbove(name) {
		if state, ok := s.zones[name]; ok {
			return state
		}
	}
	return Unsigned
}

// validated makes a resolver's answers those of a validating one.
func (s *signatures) validated(plain answerFunc) answerFunc {
	return func(ctx context.Context, req request) *dns.Msg {
		reply := plain(ctx, req)
		if reply == nil || len(req.msg.Question) != 1 || (reply.Rcode != dns.RcodeSuccess && reply.Rcode != dns.RcodeNameError) {
			return reply
		}
		state := s.of(dns.CanonicalName(req.msg.Question[0].Name))
		opt := req.msg.IsEdns0()
		switch {
		case state == SignedBadly && !req.msg.CheckingDisabled:
			return new(dns.Msg).SetRcode(req.msg, dns.RcodeServerFailure)
		case state == SignedWell:
			// RFC 6840 section 5.8: AD only for clients that show interest.
			reply.AuthenticatedData = !req.msg.CheckingDisabled && (req.msg.AuthenticatedData || (opt != nil && opt.Do()))
		}
		return reply
	}
}
