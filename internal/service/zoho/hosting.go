// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// removeWithHosting ends the hosting of the domain's mail, which its owner has
// asked for, and deletes the domain. When Zoho then refuses that for another
// reason, the mail would be lost for nothing, and so hosting is enabled again.
func (o *organization) removeWithHosting(ctx context.Context, operation, domain string) error {
	wasOn, err := o.setHosting(ctx, domain, modeDisableHosting, "ALREADY_DISABLED")
	if wasOn {
		o.setEnded(domain, true)
	}
	if err != nil {
		return o.hostingFailure(ctx, operation, err)
	}
	err = o.remove(ctx, operation, domain)
	switch {
	case err == nil:
		return nil
	case !isRefusal(err):
		worded, ok := errors.AsType[*service.Error](o.failure(ctx, operation, err))
		if ok {
			worded.Advice += " Mail hosting of the domain is disabled now; the next run deletes the domain. To keep the domain's mail, enable hosting in the admin console of Zoho Mail."
		}
		return worded
	}
	return o.giveHostingBack(ctx, operation, domain, err)
}

// giveHostingBack words a refused removal and enables the hosting again that this
// process has ended for it. Hosting that had been off stays off.
func (o *organization) giveHostingBack(ctx context.Context, operation, domain string, err error) error {
	worded, ok := errors.AsType[*service.Error](o.removalFailure(ctx, operation, domain, err))
	switch {
	case !ok:
		return err
	case !o.shownOf(domain).ended:
		return worded
	}
	if enableErr := o.enableHosting(ctx, operation, domain); enableErr != nil {
		failed := o.failure(ctx, "enable mail hosting", enableErr)
		worded.Reason += ". Mail hosting had been disabled for that and COULD NOT be enabled again: " + failed.Error()
		if typed, ok := errors.AsType[*service.Error](failed); ok && typed.Class == service.Throttled {
			// The caller waits, and the release begins anew.
			worded.Class, worded.RetryAfter = typed.Class, typed.RetryAfter
		}
		worded.Advice = "Enable mail hosting for the domain in the admin console of Zoho Mail now, or its mailboxes receive nothing. " + worded.Advice
		return worded
	}
	o.setEnded(domain, false)
	worded.Reason += ". Mail hosting had been disabled for that and is enabled again"
	return worded
}

// enableHosting looks whether mail is hosted, which the answer to enabling that
// does not prove.
func (o *organization) enableHosting(ctx context.Context, operation, domain string) error {
	if _, err := o.setHosting(ctx, domain, modeEnableHosting, "MAILHOSTING_ALREADY_ENABLED"); err != nil {
		return err
	}
	if _, err := o.readDomain(ctx, operation, domain); err != nil {
		return err
	}
	if !o.shownOf(domain).hosting {
		return &service.Error{Class: service.Transient, Operation: "enable mail hosting", Reason: "Zoho answered with success, and shows the domain without mail hosting"}
	}
	return nil
}

// setHosting switches hosting. Switching twice does no harm, so a lost answer is
// asked for once more; already is the code of a switch that had nothing to do.
// changed is also true while it cannot be told.
func (o *organization) setHosting(ctx context.Context, domain, mode, already string) (changed bool, err error) {
	err = o.client.setMode(ctx, domain, mode)
	changed = err == nil || isAmbiguousCall(err)
	if isAmbiguous(err) {
		err = o.client.setMode(ctx, domain, mode)
		changed = true
	}
	if _, messages, ok := refusalIn(err); ok && messages.has(already) {
		err = nil
	}
	if err == nil {
		o.mu.Lock()
		known := o.shown[domain]
		known.hosting = mode == modeEnableHosting
		o.shown[domain] = known
		o.mu.Unlock()
		o.inventory.Update(func(snapshot *service.Snapshot) {
			if found, ok := snapshot.Domains[domain]; ok {
				found.HostsMail = mode == modeEnableHosting
				snapshot.Domains[domain] = found
			}
		})
	}
	return changed, err
}

// isAmbiguousCall: the call was cut off and may have had its effect.
func isAmbiguousCall(err error) bool {
	cut, ok := errors.AsType[*httpapi.InterruptedError](err)
	return isAmbiguous(err) || ok && cut.Sent
}

// setEnded notes whether this process has ended the domain's hosting.
func (o *organization) setEnded(domain string, ended bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.shown[domain]
	known.ended = ended
	o.shown[domain] = known
}

func (o *organization) hostingFailure(ctx context.Context, operation string, err error) error {
	if !isRefusal(err) {
		worded, ok := errors.AsType[*service.Error](o.failure(ctx, operation, err))
		if ok && isAmbiguousCall(err) {
			worded.Advice += " Mail hosting of the domain may be disabled now, and its mailboxes receive nothing then; the next run deletes the domain. " +
				"To keep the domain's mail, look whether hosting is enabled in the admin console of Zoho Mail."
		}
		return worded
	}
	return o.refusal(ctx, operation, err, service.Blocked,
		"Zoho hosts the mail of this domain and refuses to end that, so the domain was not deleted",
		"See Zoho's own words above. Disable mail hosting for the domain in the admin console of Zoho Mail, then destroy it again.")
}
