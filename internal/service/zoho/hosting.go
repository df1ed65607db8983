// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"errors"
	"strings"

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

// codeHostingFirst is that of a domain that is not deleted before hosting is disabled.
const codeHostingFirst = "RMV_HOSTING_BEFORE_DLT_DOMAIN"

// checkHosting refuses to delete a domain that is shown with mail hosting: that Zoho
// refuses it was seen and is not documented (wire/zoho.md 1.7), and if it did not, the
// mail would be lost unasked.
func (o *organization) checkHosting(ctx context.Context, operation, domain string) error {
	if _, err := o.Snapshot(ctx, operation); err != nil || !o.Recall(domain).hosting {
		return err
	}
	// It may have been disabled since the list was read, or the domain be gone.
	_, err := o.readDomain(ctx, operation, domain)
	switch {
	case !o.Recall(domain).hosting:
		return nil
	case err != nil:
		return err
	}
	blocked := meaningOfHosting(domain)
	return &service.Error{Class: blocked.Class, Operation: operation, Reason: blocked.Reason, Advice: blocked.Advice}
}

func meaningOfHosting(domain string) adapter.Meaning {
	return adapter.Blocked(
		"Zoho hosts the mail of this domain, and a domain cannot be deleted before mail hosting is disabled. From then on every mailbox of the domain stops receiving mail",
		"If you no longer need mail for this domain, disable mail hosting for it in the admin console of Zoho Mail, "+
			"then destroy it again, or "+adapter.AdviceArgument(string(OptionDisableMailHosting)+" = true", domain)+". "+
			"To keep the domain at Zoho, do the same with deletion_policy = \"abandon\".")
}

// isHostingRefusal reports whether a domain is not deleted because Zoho hosts its mail:
// by the code (wire/zoho.md 1.5), or in words. Words can be about the hosting of another
// domain, or quote a name, so that they do not count where this one is shown without.
func (o *organization) isHostingRefusal(err error, domain string) bool {
	if !isRefused(err) {
		return false
	}
	r := refusalOf(err)
	return r.has(codeHostingFirst) || strings.Contains(r.all(domain), "hosting") && !o.Recall(domain).withoutHosting
}

// disableHosting disables mail hosting of the domain, which its owner has asked for.
func (o *organization) disableHosting(ctx context.Context, operation, domain string) error {
	disabled, err := o.setHosting(ctx, operation, domain, modeDisableHosting, codeHostingDisabled)
	if disabled {
		o.Remember(domain, func(m *memory) { m.hostingDisabled = true })
	}
	switch {
	case err == nil:
		return nil
	case isRefused(err):
		return o.Refusal(ctx, operation, err, adapter.Blocked(
			"Zoho hosts the mail of this domain and refused to disable that, so the domain was not deleted",
			adviceSeeError+" Disable mail hosting for the domain in the admin console of Zoho Mail, then destroy it again."))
	}
	failed := o.Failure(ctx, operation, err)
	if disabled {
		failed.Advice += " Mail hosting of the domain may be disabled now, and its mailboxes receive nothing then; the next run deletes the domain. " +
			"To keep the domain's mail, check whether hosting is enabled in the admin console of Zoho Mail."
	}
	return failed
}

// afterDisabledHosting completes the error of a removal that failed after this process
// has disabled mail hosting for it, in this attempt or an earlier one. When the removal
// was refused, the mail would be lost for nothing, and so hosting is enabled again.
func (o *organization) afterDisabledHosting(ctx context.Context, operation, domain string, wasRefused bool, failed *service.Error) {
	if !wasRefused {
		failed.Advice += " Mail hosting of the domain is disabled now; the next run deletes the domain. To keep the domain's mail, enable hosting in the admin console of Zoho Mail."
		return
	}
	if err := o.enableHosting(ctx, operation, domain); err != nil {
		cause := o.Failure(ctx, "enable mail hosting", err)
		failed.Reason += ". Mail hosting had been disabled for that and COULD NOT be enabled again: " + cause.Error()
		if cause.Class == service.Throttled {
			// The caller waits, and the release begins anew.
			failed.Class, failed.RetryAfter = cause.Class, cause.RetryAfter
		}
		failed.Advice = "Enable mail hosting for the domain in the admin console of Zoho Mail now, or its mailboxes receive nothing. " + failed.Advice
		return
	}
	o.Remember(domain, func(m *memory) { m.hostingDisabled = false })
	failed.Reason += ". Mail hosting had been disabled for that and is enabled again"
}

// enableHosting reads whether mail is hosted, which the response to enabling that does
// not prove.
func (o *organization) enableHosting(ctx context.Context, operation, domain string) error {
	if _, err := o.setHosting(ctx, operation, domain, modeEnableHosting, codeHostingEnabled); err != nil {
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

// setHosting enables or disables hosting; done is the code of a mode that has nothing to
// do. changed is also true while it is not known.
func (o *organization) setHosting(ctx context.Context, operation, domain, mode, done string) (changed bool, err error) {
	hosting := mode == modeEnableHosting
	_, err = o.Settle(ctx, operation, func(bool) (isOpen bool, err error) {
		err = o.client.setMode(ctx, domain, mode)
		changed = changed || err == nil || mayBeApplied(err)
		return isAmbiguous(err), err
	}, func() (isApplied bool, err error) {
		_, err = o.readDomain(ctx, operation, domain)
		shown := o.Recall(domain)
		return hosting && shown.hosting || !hosting && shown.withoutHosting, err
	})
	if err != nil && !refusalOf(err).has(done) {
		return changed, err
	}
	o.Remember(domain, func(m *memory) { m.hosting, m.withoutHosting = hosting, !hosting })
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
