// SPDX-License-Identifier: MPL-2.0

package providerdata

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// budgetedService lets its callers wait in line.
type budgetedService struct{ service.Service }

func (s *budgetedService) Capabilities() service.Capabilities {
	return service.Capabilities{QueueAllowance: 20 * time.Minute}
}

// plainService has no queue.
type plainService struct{ service.Service }

func (plainService) Capabilities() service.Capabilities { return service.Capabilities{} }

func TestTimeoutOfAnOperationLeavesRoomForTheLineBeforeIt(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	data := &Data{Clock: clock, Services: map[string]ConfiguredService{"budgeted": {Service: &budgetedService{}}, "plain": {Service: plainService{}}}}
	asConfigured := func(_ context.Context, otherwise time.Duration) (time.Duration, diag.Diagnostics) {
		return otherwise, nil
	}
	for name, want := range map[string]time.Duration{"budgeted": 25 * time.Minute, "plain": 5 * time.Minute, "not configured": 5 * time.Minute} {
		ctx, cancel := data.WithTimeout(t.Context(), name, asConfigured, &diag.Diagnostics{})
		deadline, ok := poll.Deadline(ctx)
		cancel()
		if left := deadline.Sub(clock.Now()); !ok || left != want {
			t.Errorf("%s: %s, want %s", name, left, want)
		}
	}
}
