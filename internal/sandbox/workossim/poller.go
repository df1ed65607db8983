// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"context"
	"sync"
	"time"
)

// recheckInterval is how often the poller lookups at verified domains, where the switch
// says that it does. No source gives a number.
const recheckInterval = 24 * time.Hour

// Bounds of one round, in real time, because requests wait for it: dead DNS must not
// make the API hang, and a burst of questions must not overflow a resolver's socket.
const (
	lookupTimeout    = 3 * time.Second
	lookupsAtOneTime = 32
)

// lookup is one DNS lookup that is due, with what it must find.
type lookup struct {
	domain       *domain
	name, record string
	state        string // when the lookup began
	seen         bool
}

// Poll lets the background poller and the thirty days catch up with the clock. Every
// request and every snapshot begins with it. Concurrent ones wait for the first: what
// has happened by the clock, nobody may see undone.
func (s *Sim) Poll(ctx context.Context) {
	s.polling.Lock()
	defer s.polling.Unlock()
	lookups := s.takeDue()
	s.lookUp(context.WithoutCancel(ctx), lookups) // the real poller knows no caller that may leave
	s.conclude(lookups)
}

// takeDue marks the lookups as done.
func (s *Sim) takeDue() []*lookup {
	defer s.Lock()()
	now := s.config.Now()
	var lookups []*lookup
	for _, d := range s.domains() {
		if s.due(d, now) {
			d.checked = now
			lookups = append(lookups, &lookup{domain: d, name: d.ascii, record: d.record(), state: d.state})
		}
	}
	return lookups
}

// due leaves out a domain whose thirty days ended before the next check: no record can
// save it any more.
func (s *Sim) due(d *domain, now time.Time) bool {
	switch {
	case d.state == StatePending && d.watched:
		next := d.checked.Add(time.Duration(s.Number(SwitchPollInterval)) * time.Second)
		return !now.Before(next) && next.Before(d.expires)
	case d.state == StateVerified && d.strategy == strategyDNS && s.Is(SwitchRecheckOfVerified, "fails_without_record"):
		return now.Sub(d.checked) >= recheckInterval
	}
	return false
}

// lookUp asks DNS. A lookup that fails or takes too long is a record not seen.
func (s *Sim) lookUp(ctx context.Context, lookups []*lookup) {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	var group sync.WaitGroup
	places := make(chan struct{}, lookupsAtOneTime)
	for _, l := range lookups {
		places <- struct{}{}
		group.Go(func() {
			l.seen = s.config.PublishesTXT(ctx, l.name, l.record)
			<-places
		})
	}
	group.Wait()
}

func (s *Sim) conclude(lookups []*lookup) {
	defer s.Lock()()
	var winners []*domain
	for _, l := range lookups {
		d := l.domain
		// Somebody may have changed, verified or removed the domain during the lookup.
		if d.organization == nil || d.record() != l.record || d.state != l.state {
			continue
		}
		switch {
		case d.state == StateVerified && !l.seen:
			s.change(d, poller(), s.config.Now(), func() { d.state = StateFailed })
		case d.state == StatePending && l.seen && s.lostBefore(d):
			s.fail(d, ReasonVerifiedElsewhere, poller(), s.config.Now())
		case d.state == StatePending && l.seen:
			s.verify(d, poller())
			winners = append(winners, d)
		}
	}
	for _, d := range winners {
		s.failOthers(d)
	}
	s.expire()
}

// expire also ends manual domains that stayed pending: the event that was seen was of
// one (wire/workos.md 1.3).
func (s *Sim) expire() {
	now := s.config.Now()
	for _, d := range s.domains() {
		if d.state == StatePending && !now.Before(d.expires) {
			at := d.expires
			if d.updated.After(at) { // restarted, but on the time that was left
				at = d.updated
			}
			s.fail(d, ReasonExpired, poller(), at)
		}
	}
}
