// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// leftByCutCreate reports whether an existing domain is what a create leaves
// behind whose answer was lost: registered, never verified, with nothing that
// depends on it. Such a domain is adopted unasked, so that the next apply
// converges; nothing that is worth anything to anybody can be taken this way.
func leftByCutCreate(domain service.Domain) bool {
	return domain.State == service.StatePending && !domain.HostsMail && domain.Reason == ""
}

// foreseen hands out once what foreseeCreate could not say with certainty to be
// at plan. What is planned for a child of the domain is certain to be: while
// applying, the domain has been created by then.
func (l *runLedger) foreseen(id string) diag.Diagnostics {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kindDomain, id)
	found := entry.foreseen
	entry.foreseen = nil
	if l.writing {
		return nil
	}
	return found
}

// foresee keeps the errors for foreseen and returns them as warnings, unless this
// process is certain to plan: an error of the plan that Terraform makes while it
// applies would leave it with a deposed object, which an error of the creation
// does not (create_before_destroy).
func (l *runLedger) foresee(id string, found diag.Diagnostics) diag.Diagnostics {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry := l.entry(kindDomain, id)
	if l.refreshing || !found.HasError() {
		entry.reported = entry.reported || found.HasError()
		return found
	}
	entry.foreseen = found
	return asWarnings(found)
}

// foreseeCreate says at plan what would fail at apply: credentials that the
// service refuses, a service that is locked for longer than a call may wait, and a domain that exists already. It reads the inventory
// that all resources of the plan share. A service that cannot be read for
// another reason is left to the apply.
func (d *Data) foreseeCreate(ctx context.Context, id service.DomainID, adopt bool) diag.Diagnostics {
	if d.ledger.applying() || d.ledger.inState(kindDomain, id.String()) {
		return nil
	}
	var diags diag.Diagnostics
	svc := d.services[id.Service].service
	if svc == nil {
		return nil
	}
	ctx, cancel := poll.WithTimeout(ctx, d.Clock, d.callTimeout(id.Service))
	defer cancel()
	domain, err := d.workflow.Read(ctx, svc, id)
	switch class := service.ClassOf(err); {
	case class == service.Denied, class == service.NotFound, class == service.Throttled:
		diags.Append(serviceError(summaryAddFailed, id, err))
	case err != nil:
		tflog.Debug(ctx, "could not see at plan whether the domain exists", map[string]any{"domain": id.Domain, "error": err})
	case adopt:
	case domain.State.Verified(), domain.State == service.StateFailed, domain.HostsMail:
		diags.Append(domainExists(id, "the organization has the domain already: "+verification.DescribeState(domain)))
	case leftByCutCreate(domain):
		diags.Append(pendingExists(id))
	}
	return d.ledger.foresee(id.String(), diags)
}
