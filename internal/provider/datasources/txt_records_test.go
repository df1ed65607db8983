// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

func TestLookupThatWaitsLooksLessOftenTheMoreItsLooksCost(t *testing.T) {
	t.Parallel()
	clock, asked := &polltest.Clock{}, 0
	model := txtRecordsModel{Expected: types.StringValue("x"), Wait: types.BoolValue(true)}
	if err := model.query(t.Context(), dnsworld.Costly(t, clock.Now, 200, &asked), "acme.test", clock, 10*time.Minute); err != nil {
		t.Fatal(err)
	}
	if asked > 5*200 || asked < 2*200 {
		t.Errorf("%d queries in ten minutes, want those of a few checks and of single looks", asked)
	}
}
