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

	// A wait sends packetsPerSecond on average beyond its first packets, and all
	// waits of a run together runPacketsPerSecond.
	firstPackets        = 100
	packetsPerSecond    = 10
	runFirstPackets     = 5000
	runPacketsPerSecond = 1000
)

// limiter says how long to wait before the next check, so that a wait sends a bounded
// number of packets, however many one check sends.
type limiter struct {
	now func() time.Time

	lock  sync.Mutex
	waits map[Question]time.Time // when the packets sent so far are within the rate
	run   time.Time
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, waits: map[Question]time.Time{}}
}

func (l *limiter) add(q Question, packets int64) {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.waits[q] = advance(l.waits[q], l.now(), packets, packetsPerSecond)
	l.run = advance(l.run, l.now(), packets, runPacketsPerSecond)
}

func advance(until, now time.Time, packets, rate int64) time.Time {
	if until.Before(now) {
		until = now
	}
	return until.Add(time.Duration(packets) * time.Second / time.Duration(rate))
}

func (l *limiter) pause(q Question) time.Duration {
	l.lock.Lock()
	defer l.lock.Unlock()
	own := l.remaining(l.waits[q]) - firstPackets*time.Second/packetsPerSecond
	all := l.remaining(l.run) - runFirstPackets*time.Second/runPacketsPerSecond
	return max(own, all, 0)
}

// remaining is zero for the zero time, which Sub would take for three centuries ago.
func (l *limiter) remaining(until time.Time) time.Duration {
	if now := l.now(); now.Before(until) {
		return until.Sub(now)
	}
	return 0
}

// Pause is how long to wait at least before the next Check of q. It grows with
// the packets that checks and diagnoses of q have sent, and with those of all
// questions together.
func (c *Client) Pause(q Question) time.Duration {
	owner, err := q.owner()
	if err != nil {
		return 0
	}
	return c.limiter.pause(limiterKey(q, owner))
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
