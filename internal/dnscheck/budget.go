// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// What follows bounds the packets that a foreign zone can make this machine send.
// Ordinary zones stay far below: a check of one takes a few dozen.
const (
	// maxPackets is what one check, and one search for its cause, may send in all,
	// to resolvers too and with all targets of CNAMEs.
	maxPackets = 512

	// A wait sends packetsPerSecond on average beyond its first packets. The waits of a
	// run together send runPacketsPerSecond at most, of which each has an equal share, so
	// that one that sends much delays itself and no other.
	firstPackets        = 100
	packetsPerSecond    = 10
	runPacketsPerSecond = 60

	// looksPerSecond is how often all waits of a run together query single servers
	// (Client.Changed). Checks that are due without a change share checksPerSecond.
	looksPerSecond  = 120
	checksPerSecond = 4
	firstChecks     = 50
)

// limiter says how long to wait before the next check, so that a wait sends a bounded
// number of packets, however many one check sends.
type limiter struct {
	now func() time.Time

	lock    sync.Mutex
	waiting int // waits under way
	waits   map[Question]debt
	checks  debt // of checks that are due without a change
}

// debt is what was sent beyond a rate, as of a time.
type debt struct {
	packets float64
	at      time.Time
}

// after is the debt at a later time, with more packets.
func (d debt) after(now time.Time, perPacket time.Duration, more int) debt {
	if d.packets > 0 {
		d.packets = max(0, d.packets-float64(now.Sub(d.at))/float64(perPacket))
	}
	return debt{d.packets + float64(more), now}
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, waits: map[Question]debt{}}
}

// perPacket is how long a wait pauses for each packet beyond its first ones.
func (l *limiter) perPacket() time.Duration {
	return max(time.Second/packetsPerSecond, time.Duration(l.waiting)*time.Second/runPacketsPerSecond)
}

func (l *limiter) add(q Question, packets int) {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.waits[q] = l.waits[q].after(l.now(), l.perPacket(), packets)
}

func (l *limiter) pause(q Question) time.Duration {
	l.lock.Lock()
	defer l.lock.Unlock()
	over := l.waits[q].after(l.now(), l.perPacket(), 0).packets - firstPackets
	return time.Duration(max(over, 0) * float64(l.perPacket()))
}

// Pause is how long to wait at least before the next Check of q. It grows with
// the packets that checks and diagnoses of q have sent, and with the number of waits.
func (c *Client) Pause(q Question) time.Duration {
	owner, err := q.owner()
	if err != nil {
		return 0
	}
	return c.limiter.pause(limiterKey(q, owner))
}

// BeginWait counts one more wait among those that share the packets of the run, until end.
func (c *Client) BeginWait() (end func()) {
	count := func(by int) {
		c.limiter.lock.Lock()
		defer c.limiter.lock.Unlock()
		c.limiter.waiting += by
	}
	count(1)
	return sync.OnceFunc(func() { count(-1) })
}

// LookInterval is how long a wait pauses at least between two calls of Changed.
func (c *Client) LookInterval() time.Duration {
	c.limiter.lock.Lock()
	defer c.limiter.lock.Unlock()
	return time.Duration(c.limiter.waiting) * time.Second / looksPerSecond
}

// MayCheck reports whether a wait may make a check that nothing but time demands. A wait
// that may not asks again at its next look.
func (c *Client) MayCheck() bool {
	l := c.limiter
	l.lock.Lock()
	defer l.lock.Unlock()
	next := l.checks.after(l.now(), time.Second/checksPerSecond, 1)
	if next.packets > firstChecks {
		return false
	}
	l.checks = next
	return true
}

// limiterKey is the question in the form that reports have it.
func limiterKey(q Question, owner dnsquery.FQDN) Question {
	q.Name = string(owner)
	return q
}

// Unasked counts what a check left out to keep its budget.
type Unasked struct {
	// Servers of the zone, and addresses of servers that were asked at others.
	Servers, Addresses int
}

// Lines say what was left out, for people to read.
func (u Unasked) Lines() []string {
	var lines []string
	if u.Servers > 0 {
		lines = append(lines, fmt.Sprintf("%d further name servers were not asked: a check asks %d servers of a zone.", u.Servers, delegation.MaxServers))
	}
	if u.Addresses > 0 {
		lines = append(lines, fmt.Sprintf("%d further addresses were not asked: a check asks %d addresses of a server and %d of a zone, at least one of each server.",
			u.Addresses, delegation.AddressesPerServer, delegation.AddressesPerZone))
	}
	return lines
}
