// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// retryThrottled repeats call while the service asks to slow down, as long as the
// pauses that it names end before the operation has to: a locked API opens
// again, and half an apply is worse than a slow one.
func (d *Data) retryThrottled(ctx context.Context, call func(context.Context) error) error {
	left := callTimeout
	if deadline, ok := ctx.Deadline(); ok {
		left = time.Until(deadline)
	}
	end := d.Clock.Now().Add(left)
	for {
		err := call(ctx)
		typed, ok := errors.AsType[*service.Error](err)
		if !ok || typed.Class != service.Throttled || typed.RetryAfter <= 0 || d.Clock.Now().Add(typed.RetryAfter).After(end) {
			return err
		}
		tflog.Warn(ctx, "the service asks to slow down; waiting", shownFields(map[string]any{"attempt": typed.Operation, "seconds": typed.RetryAfter.Seconds()}))
		if err := d.Clock.Sleep(ctx, typed.RetryAfter); err != nil {
			cut := *typed
			cut.Class, cut.Cause = service.Interrupted, err
			return &cut
		}
	}
}
