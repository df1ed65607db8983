// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The codes of a mode that has nothing to do. The first one was seen; its counterpart
// was not and is tolerated (wire/zoho.md 1.5).
const (
	codeHostingEnabled  = "MAILHOSTING_ALREADY_ENABLED"
	codeHostingDisabled = "ALREADY_DISABLED"
)

// removeWithHosting disables mail hosting of the domain, which its owner has asked
// for, and deletes the domain. When Zoho then refuses that for another reason, the
// mail would be lost for nothing, and so hosting is enabled again.
func (o *organization) removeWithHosting(ctx context.Context, operation, domain string) error {
	disabled, err := o.setHosting(ctx, domain, modeDisableHosting, codeHostingDisabled)
	if disabled {
		o.Remember(domain, func(m *memory) { m.hostingDisabled = true })
	}
	if err != nil {
		return o.hostingFailure(ctx, operation, err)
	}
	err = o.remove(ctx, operation, domain)
	switch {
	case err == nil:
		return nil
	case isRefused(err):
		return o.restoreHosting(ctx, operation, domain, err)
	}
	failed := o.typedFailure(ctx, operation, err)
	failed.Advice += " Mail hosting of the domain is disabled now; the next run deletes the domain. To keep the domain's mail, enable hosting in the admin console of Zoho Mail."
	return failed
}

// restoreHosting is the error of a refused removal, and enables the hosting again that
// this process has disabled for it. Hosting that had been off stays off.
func (o *organization) restoreHosting(ctx context.Context, operation, domain string, err error) error {
	failed := o.removalFailure(ctx, operation, domain, err)
	if !o.Recall(domain).hostingDisabled {
		return failed
	}
	if enableErr := o.enableHosting(ctx, operation, domain); enableErr != nil {
		cause := o.typedFailure(ctx, "enable mail hosting", enableErr)
		failed.Reason += ". Mail hosting had been disabled for that and COULD NOT be enabled again: " + cause.Error()
		if cause.Class == service.Throttled {
			// The caller waits, and the release begins anew.
			failed.Class, failed.RetryAfter = cause.Class, cause.RetryAfter
		}
		failed.Advice = "Enable mail hosting for the domain in the admin console of Zoho Mail now, or its mailboxes receive nothing. " + failed.Advice
		return failed
	}
	o.Remember(domain, func(m *memory) { m.hostingDisabled = false })
	failed.Reason += ". Mail hosting had been disabled for that and is enabled again"
	return failed
}

// enableHosting reads whether mail is hosted, which the response to enabling that does
// not prove.
func (o *organization) enableHosting(ctx context.Context, operation, domain string) error {
	if _, err := o.setHosting(ctx, domain, modeEnableHosting, codeHostingEnabled); err != nil {
		return err
	}
	if _, err := o.readDomain(ctx, operation, domain); err != nil {
		return err
	}
	if !o.Recall(domain).hosting {
		return &service.Error{Class: service.Transient, Operation: "enable mail hosting", Reason: "Zoho responded with success, and shows the domain without mail hosting"}
	}
	return nil
}

// setHosting enables or disables hosting. Doing it twice does no harm, so a request
// whose response was lost is repeated once; done is the code of a mode that has
// nothing to do. changed is also true while it is not known.
func (o *organization) setHosting(ctx context.Context, domain, mode, done string) (changed bool, err error) {
	err = o.client.setMode(ctx, domain, mode)
	changed = err == nil || mayBeApplied(err)
	if isAmbiguous(err) {
		err = o.client.setMode(ctx, domain, mode)
	}
	if err != nil && !refusalOf(err).has(done) {
		return changed, err
	}
	hosting := mode == modeEnableHosting
	o.Remember(domain, func(m *memory) { m.hosting = hosting })
	o.Inventory.Update(func(snapshot *service.Snapshot) {
		if found, ok := snapshot.Domains[domain]; ok {
			found.HostsMail = hosting
			snapshot.Domains[domain] = found
		}
	})
	return changed, nil
}

// mayBeApplied reports whether a failed or interrupted call may have been applied.
func mayBeApplied(err error) bool {
	cut, ok := errors.AsType[*httpapi.InterruptedError](err)
	return isAmbiguous(err) || ok && cut.Sent
}

func (o *organization) hostingFailure(ctx context.Context, operation string, err error) error {
	if isRefused(err) {
		return o.Refusal(ctx, operation, err, adapter.Meaning{
			Class: service.Blocked, Reason: "Zoho hosts the mail of this domain and refused to disable that, so the domain was not deleted",
			Advice: adviceSeeError + " Disable mail hosting for the domain in the admin console of Zoho Mail, then destroy it again.",
		})
	}
	failed := o.typedFailure(ctx, operation, err)
	if mayBeApplied(err) {
		failed.Advice += " Mail hosting of the domain may be disabled now, and its mailboxes receive nothing then; the next run deletes the domain. " +
			"To keep the domain's mail, check whether hosting is enabled in the admin console of Zoho Mail."
	}
	return failed
}

func (o *organization) typedFailure(ctx context.Context, operation string, err error) *service.Error {
	failed, _ := errors.AsType[*service.Error](o.Failure(ctx, operation, err))
	return failed
}
