// SPDX-License-Identifier: MPL-2.0

package ratelimit_test

import (
	"encoding/json"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// BenchmarkRateLimiter shows what a turn costs when 40 stand in line, and what
// they get out of a budget of 20 a minute, in virtual time.
func BenchmarkRateLimiter(b *testing.B) {
	const perMinute, together = 20, 40
	clock := &polltest.Clock{}
	turns := 0
	limiter := ratelimit.New(ratelimit.Config{PerMinute: perMinute, Now: clock.Now, Sleep: clock.Sleep})
	for b.Loop() {
		var all sync.WaitGroup
		for range together {
			all.Go(func() {
				if err := limiter.Wait(b.Context()); err != nil {
					b.Error(err)
				}
			})
		}
		all.Wait()
		turns += together
	}
	// The window in which the last turns came has begun, and so counts.
	rate := float64(turns) / float64(clock.Now().Sub(time.Unix(0, 0))/window+1)
	lines := json.NewEncoder(os.Stdout)
	lines.SetEscapeHTML(false)
	if err := lines.Encode(map[string]any{
		"name": "rate_limiter_turns_per_window_of_62_s_virtual", "value": rate, "unit": "turns", "goal": "= 20", "ok": rate == perMinute,
	}); err != nil {
		b.Fatal(err)
	}
}
