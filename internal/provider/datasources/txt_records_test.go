// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
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

func TestLookupThatWaitsLooksLessOftenTheMoreItsLooksCost(t *testing.T) {
	t.Parallel()
	clock, asked := &polltest.Clock{}, 0
	model := txtRecordsModel{Expected: types.StringValue("x"), Wait: types.BoolValue(true)}
	if err := model.query(t.Context(), costly(t, clock, 200, &asked), "acme.test", clock, 10*time.Minute); err != nil {
		t.Fatal(err)
	}
	if asked > 5*200 || asked < 2*200 {
		t.Errorf("%d queries in ten minutes, want those of a few checks and of single looks", asked)
	}
}
