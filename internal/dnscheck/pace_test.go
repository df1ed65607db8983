// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"strconv"
	"testing"
	"time"
)

// A thousand waits of ordinary cost share the budget of the run.
func TestWaitsOfARunTogetherSendABoundedNumberOfPackets(t *testing.T) {
	t.Parallel()
	begin := time.Unix(1_800_000_000, 0)
	now := begin
	p := newPace(func() time.Time { return now })
	const domains, cost, minutes = 1000, 10, 5
	next := make([]time.Time, domains)
	for d := range next {
		next[d] = begin
	}
	packets := 0
	for ; now.Sub(begin) < minutes*time.Minute; now = now.Add(time.Second) {
		for d := range next {
			if now.Before(next[d]) {
				continue
			}
			q := Question{Name: strconv.Itoa(d)}
			p.spend(q, cost)
			packets += cost
			next[d] = now.Add(max(2*time.Second, p.pause(q)))
		}
	}
	// The first looks of all are not held back.
	if bound := runFirstPackets + domains*cost + runPacketsPerSecond*minutes*60; packets > bound {
		t.Errorf("%d packets in %d minutes, want at most %d", packets, minutes, bound)
	}
	if packets < runPacketsPerSecond*minutes*60/2 {
		t.Errorf("%d packets in %d minutes: waits are held back more than needed", packets, minutes)
	}
}

func TestPauseEndsWithTime(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	p := newPace(func() time.Time { return now })
	q, other := Question{Name: "a"}, Question{Name: "b"}
	p.spend(q, firstPackets)
	if got := p.pause(q); got != 0 {
		t.Errorf("pause %s after the first packets", got)
	}
	p.spend(q, 50)
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
