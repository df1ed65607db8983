// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// BenchmarkGovernor shows what a turn costs, and the rate that 30 at once get
// out of a budget of 20 a minute, in virtual time.
func BenchmarkGovernor(b *testing.B) {
	clock := &polltest.Clock{}
	governor := httpapi.NewGovernor(httpapi.GovernorConfig{PerMinute: 20, Now: clock.Now, Sleep: clock.Sleep})
	b.SetParallelism(30)
	b.RunParallel(func(each *testing.PB) {
		for each.Next() {
			if err := governor.Wait(b.Context()); err != nil {
				b.Error(err)
			}
		}
	})
	minutes := float64(clock.Now().Sub(time.Unix(0, 0)))/float64(time.Minute) + 1
	b.ReportMetric(float64(b.N)/minutes, "turns/minute")
}
