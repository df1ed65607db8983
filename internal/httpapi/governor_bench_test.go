// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"encoding/json"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// BenchmarkGovernor shows what a turn costs when 40 stand in line, and what
// they get out of a budget of 20 a minute, in virtual time.
func BenchmarkGovernor(b *testing.B) {
	const perMinute, together = 20, 40
	clock := &polltest.Clock{}
	turns := 0
	governor := httpapi.NewGovernor(httpapi.GovernorConfig{PerMinute: perMinute, Now: clock.Now, Sleep: clock.Sleep})
	for b.Loop() {
		var all sync.WaitGroup
		for range together {
			all.Go(func() {
				if err := governor.Wait(b.Context()); err != nil {
					b.Error(err)
				}
			})
		}
		all.Wait()
		turns += together
	}
	// The minute in which the last turns came has begun, and so counts.
	rate := float64(turns) / (clock.Now().Sub(time.Unix(0, 0)).Minutes() + 1)
	lines := json.NewEncoder(os.Stdout)
	lines.SetEscapeHTML(false)
	if err := lines.Encode(map[string]any{
		"name": "governor_turns_per_minute_virtual", "value": rate, "unit": "turns", "goal": "19 to 20, for requests that are slow on their way", "ok": rate >= perMinute-1 && rate <= perMinute,
	}); err != nil {
		b.Fatal(err)
	}
}
