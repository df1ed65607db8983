// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// planGuardGrace is how long the plan of a release waits for the plans of the
	// others, from the last one that came. Terraform plans many resources at once
	// and takes milliseconds for each.
	planGuardGrace = time.Second
	planGuardPause = 100 * time.Millisecond
	// planGuardLimit bounds all of it, the service's responses included: a plan must
	// not hang on a service that does not respond.
	planGuardLimit = 30 * time.Second
)

// guardPlannedRelease asks the lockout guard at plan. What it cannot know then is
// a warning, because no plan tells that it is complete; that the same plan keeps
// a domain that has to go first is an error. A service that cannot be asked is
// left to the apply, so that a destroy can always be planned. replaced: the plan
// may replace the others as well, and shows that later or not at all.
func guardPlannedRelease(ctx context.Context, data *providerdata.Data, domainID string, insists, replaced bool) diag.Diagnostics {
	id, err := service.ParseDomainID(domainID)
	if err != nil || data.Ledger.Applying() || data.Ledger.IsGuardUnanswered(id) {
		return nil
	}
	guard, ok := data.Services[id.Service].Service.(service.LockoutGuard)
	if !ok {
		return nil
	}
	ctx, cancel := poll.WithTimeout(ctx, data.Clock, planGuardLimit)
	defer cancel()
	notice, err := guard.GuardRelease(ctx, id)
	var blocked *service.Error
	switch {
	case err == nil && notice != "":
		return diag.Diagnostics{diagnostics.LockoutNotice(notice)}
	case err == nil:
		return nil
	case service.ClassOf(err) != service.Blocked || !errors.As(err, &blocked):
		data.Ledger.GuardUnanswered(id)
		tflog.Debug(ctx, "could not ask the lockout guard at plan", providerdata.LogFields(map[string]any{"domain": id.Domain, "error": err}))
		return nil
	}
	if len(blocked.Others) == 0 {
		if !data.Ledger.FirstNotice(id, blocked.Reason) {
			return nil
		}
		return diag.Diagnostics{diagnostics.ReleaseUncertain(id, blocked, insists)}
	}
	certain := !insists && !replaced
	awaitPlans(ctx, data, id, blocked.Others, certain)
	if !certain {
		stay, open := data.Ledger.ReleaseOrder(id, blocked.Others)
		return diagnostics.ReleaseForeseen(id, append(stay, open...), insists)
	}
	stay, open := data.Ledger.AwaitOthers(id, blocked.Others)
	if len(stay) > 0 {
		return diag.Diagnostics{diagnostics.ReleaseRefused(id, stay)}
	}
	return diagnostics.ReleaseForeseen(id, open, false)
}

// awaitPlans returns when all others are planned to go, when one is known to
// stay, or when no plan of them has come for planGuardGrace.
func awaitPlans(ctx context.Context, data *providerdata.Data, id service.DomainID, others []string, certain bool) {
	left, lastChange := -1, data.Clock.Now()
	policy := poll.Policy{Interval: planGuardPause, MaxInterval: planGuardPause, Timeout: planGuardLimit}
	_ = poll.Until(ctx, policy, data.Clock, func(context.Context) (poll.Progress, error) {
		stay, open := data.Ledger.ReleaseOrder(id, others)
		now := data.Clock.Now()
		if left != len(open) {
			left, lastChange = len(open), now
		}
		return poll.Progress{Done: len(open) == 0 || certain && len(stay) > 0 || now.Sub(lastChange) >= planGuardGrace}, nil
	})
}

// guardPlannedKeeping is the other side: the plan keeps a domain, or gives it up
// and leaves it verified, which has to be released before another one that this
// plan releases.
func guardPlannedKeeping(data *providerdata.Data, domainID string) diag.Diagnostics {
	id, err := service.ParseDomainID(domainID)
	if err != nil || data.Ledger.Applying() {
		return nil
	}
	var diags diag.Diagnostics
	for _, release := range data.Ledger.KeptFrom(id) {
		diags.Append(diagnostics.ReleaseRefused(release, []string{id.Domain}))
	}
	return diags
}
