// SPDX-License-Identifier: MPL-2.0

package ratelimit

import "time"

// budgetWindow is a minute and a little more. A budget counts when attempts set
// out, a service counts when they arrive: the last ones of a minute that were
// slow on their way meet the first ones of the next.
const budgetWindow = time.Minute + 2*time.Second

// budget is a sliding window over the last sends. A token bucket would either
// let a full bucket go on top of a minute's refill, which is twice the limit
// within one minute, or have to refill at half the rate to prevent it.
//
// Only the head of the line uses it.
type budget struct {
	perMinute int
	// sent holds the last perMinute sends, a ring whose oldest is at next.
	sent []time.Time
	next int
}

// left is how long it takes until one more may be sent.
func (b *budget) left(now time.Time) time.Duration {
	if b.perMinute <= 0 || len(b.sent) < b.perMinute {
		return 0
	}
	return max(b.sent[b.next].Add(budgetWindow).Sub(now), 0)
}

func (b *budget) spend(now time.Time) {
	switch {
	case b.perMinute <= 0:
	case len(b.sent) < b.perMinute:
		b.sent = append(b.sent, now)
	default:
		b.sent[b.next] = now
		b.next = (b.next + 1) % b.perMinute
	}
}
