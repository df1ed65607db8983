// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// removeWithHosting ends the hosting of the domain's mail, which its owner has
// asked for, and deletes the domain. When Zoho then refuses that for another
// reason, the mail would be lost for nothing, and so hosting is enabled again.
func (o *organization) removeWithHosting(ctx context.Context, doing, domain string) error {
	err := o.setHosting(ctx, domain, modeDisableHosting, "ALREADY_DISABLED")
	if err != nil {
		return o.hostingFailure(ctx, doing, err)
	}
	err = o.remove(ctx, doing, domain)
	switch {
	case err == nil:
		return nil
	case !isRefusal(err):
		worded, ok := errors.AsType[*service.Error](o.failure(ctx, doing, err))
		if ok {
			worded.Advice += " Mail hosting of the domain is disabled now; the next run deletes the domain. To keep the domain's mail, enable hosting in the admin console of Zoho Mail."
		}
		return worded
	}
	worded, ok := errors.AsType[*service.Error](o.removalFailure(ctx, doing, domain, err))
	if !ok {
		return err
	}
	if enableErr := o.setHosting(ctx, domain, modeEnableHosting, "MAILHOSTING_ALREADY_ENABLED"); enableErr != nil {
		worded.Reason += ". Mail hosting had been disabled for that and COULD NOT be enabled again: " + o.failure(ctx, "enable mail hosting", enableErr).Error()
		worded.Advice = "Enable mail hosting for the domain in the admin console of Zoho Mail now, or its mailboxes receive nothing. " + worded.Advice
		return worded
	}
	worded.Reason += ". Mail hosting had been disabled for that and is enabled again"
	return worded
}

// setHosting switches hosting. Switching twice does no harm, so a lost answer is
// asked for once more; already is the code of a switch that had nothing to do.
func (o *organization) setHosting(ctx context.Context, domain, mode, already string) error {
	err := o.client.setMode(ctx, domain, mode)
	if lost(err) {
		err = o.client.setMode(ctx, domain, mode)
	}
	if _, heard, ok := refusalIn(err); ok && heard.has(already) {
		err = nil
	}
	if err == nil {
		o.mu.Lock()
		known := o.shown[domain]
		known.hosting = mode == modeEnableHosting
		o.shown[domain] = known
		o.mu.Unlock()
	}
	return err
}

func (o *organization) hostingFailure(ctx context.Context, doing string, err error) error {
	if !isRefusal(err) {
		return o.failure(ctx, doing, err)
	}
	return o.refusal(ctx, doing, err, service.Blocked,
		"Zoho hosts the mail of this domain and refuses to end that, so the domain was not deleted",
		"See Zoho's own words above. Disable mail hosting for the domain in the admin console of Zoho Mail, then destroy it again.")
}
