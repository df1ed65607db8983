// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestWaitLooksLessOftenTheMoreItsLooksCost(t *testing.T) {
	t.Parallel()
	for servers, want := range map[int]time.Duration{3: watch.Interval, 200: 10 * time.Second} {
		clock, asked := &polltest.Clock{}, 0
		record := service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=1"}
		look := &dnsProbe{deps: &Dependencies{DNS: dnsworld.Costly(t, clock.Now, servers, &asked), Clock: clock}, record: record, token: "1"}
		progress, err := look.check(t.Context())
		if err != nil || progress.RetryAfter < want || (want == watch.Interval && progress.RetryAfter > want) {
			t.Errorf("%d servers: next look in %s, %v, want %s", servers, progress.RetryAfter, err, want)
		}
	}
}
