// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// costly is a client whose every look asks the given number of servers in vain.
func costly(t *testing.T, clock *polltest.Clock, servers int, asked *int) *dnscheck.Client {
	t.Helper()
	config := dnscheck.Config{Config: dnsquery.Config{Now: clock.Now}}
	for i := range servers {
		config.Nameservers = append(config.Nameservers, fmt.Sprintf("198.18.0.%d", i+1))
	}
	turn := make(chan struct{}, 1)
	config.DialContext = func(context.Context, string, string) (net.Conn, error) {
		turn <- struct{}{}
		*asked++
		<-turn
		return nil, errors.New("connection refused")
	}
	client, err := dnscheck.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestWaitLooksLessOftenTheMoreItsLooksCost(t *testing.T) {
	t.Parallel()
	for servers, want := range map[int]time.Duration{3: watch.Interval, 200: 10 * time.Second} {
		clock, asked := &polltest.Clock{}, 0
		record := service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=1"}
		look := &dnsProbe{deps: &Dependencies{DNS: costly(t, clock, servers, &asked), Clock: clock}, record: record, token: "1"}
		progress, err := look.check(t.Context())
		if err != nil || progress.RetryAfter < want || (want == watch.Interval && progress.RetryAfter > want) {
			t.Errorf("%d servers: next look in %s, %v, want %s", servers, progress.RetryAfter, err, want)
		}
	}
}
