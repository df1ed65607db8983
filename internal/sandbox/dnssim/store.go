// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"errors"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// store holds the zones of a primary and of the servers that follow it. Replication is counted on the sandbox clock
// and done when somebody looks, so no timer runs and a test moves it by moving the clock.
type store struct {
	mu          sync.Mutex
	now         func() time.Time
	primary     string
	current     map[string]*zone // the primary's newest version by origin
	secondaries map[string]*secondary
}

type secondary struct {
	zones   map[string]*zone
	pending []version // not yet arrived, oldest first
	lag     time.Duration
	stale   bool
}

type version struct {
	zone *zone
	at   time.Time
}

func newStore(now func() time.Time, primary string) *store {
	return &store{now: now, primary: primary, current: map[string]*zone{}, secondaries: map[string]*secondary{}}
}

func (s *store) addSecondary(name string) {
	s.secondaries[name] = &secondary{zones: map[string]*zone{}}
}

// publishAll gives every server the same first version.
func (s *store) publishAll(zones map[string]*zone) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for origin, z := range zones {
		s.current[origin] = z
		for _, follower := range s.secondaries {
			follower.zones[origin] = z
		}
	}
}

// settle lets in what has arrived by now. A server never goes back to an older version, even when its lag grows.
func (f *secondary) settle(now time.Time) {
	for !f.stale && len(f.pending) > 0 && !f.pending[0].at.Add(f.lag).After(now) {
		f.zones[f.pending[0].zone.origin] = f.pending[0].zone
		f.pending = f.pending[1:]
	}
}

// view lists the zones as one server sees them now.
func (s *store) view(server string) map[string]*zone {
	if server == s.primary {
		return s.current
	}
	follower := s.secondaries[server]
	follower.settle(s.now())
	return follower.zones
}

// find is the deepest zone of a server at or above a canonical name; nil when it serves none.
func (s *store) find(server, name string) *zone {
	s.mu.Lock()
	defer s.mu.Unlock()
	zones := s.view(server)
	for at := name; ; at = labelAbove(at) {
		if z, ok := zones[at]; ok {
			return z
		}
		if at == "." {
			return nil
		}
	}
}

// origin is the one of the zone of the primary that holds a canonical name, or "".
func (s *store) origin(name string) string {
	if z := s.find(s.primary, name); z != nil {
		return z.origin
	}
	return ""
}

// edit changes the newest version of a zone. The serial grows by one unless the edit brought its own SOA
// (RFC 2136 section 3.6), and secondaries learn of it after their lag. An error of change leaves the zone as it was.
func (s *store) edit(origin string, change func(*zone) (changed bool, err error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, found := s.current[origin]
	if !found {
		return errNoZone
	}
	next := old.clone()
	if changed, err := change(next); !changed || err != nil {
		return err
	}
	if next.soa().Serial == old.soa().Serial {
		soa := dns.Copy(old.soa()).(*dns.SOA)
		soa.Serial++
		next.put(soa)
	}
	s.current[origin] = next
	for _, follower := range s.secondaries {
		follower.settle(s.now())
		follower.pending = append(follower.pending, version{zone: next, at: s.now()})
	}
	return nil
}

var errNoZone = errors.New("no zone of the world holds the name")

// follow changes how a secondary replicates; what had arrived under the old setting stays. False: not a secondary.
func (s *store) follow(server string, change func(*secondary)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	follower, ok := s.secondaries[server]
	if !ok {
		return false
	}
	follower.settle(s.now())
	change(follower)
	return true
}
