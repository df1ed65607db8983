// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// organization is what one process knows of one WorkOS organization.
type organization struct {
	*adapter.Organization
	*process
	// attempts holds the verifications that this process has begun, by domain.
	attempts adapter.Table[string, attempt]

	// readAt is when the last reading began, and lastReading what the last one showed.
	readAt      adapter.Shared[time.Time]
	lastReading adapter.Shared[reading]
}

// reading is what the organization showed of its domains, since at.
type reading struct {
	at      time.Time
	domains map[string]domainResponse
}

func (a *Adapter) newOrganization(id string) *organization {
	o := &organization{process: a.process}
	o.Organization = adapter.NewOrganization(a.Vendor, id, o.load)
	return o
}

// update folds the response about one domain into the inventory. A response that
// leaves the token out does not revoke one that showed it.
func (o *organization) update(domain string, shown domainResponse) service.Domain {
	o.keepPrefix(domain, shown)
	learned := asDomain(shown)
	o.Inventory.Update(func(snapshot *service.Snapshot) {
		next := learned
		if before := snapshot.Domains[domain]; next.Tokens == nil && before.RemoteID == next.RemoteID {
			next.Tokens = before.Tokens
		}
		snapshot.Domains[domain] = next
	})
	return learned
}

func (o *organization) updateAbsent(domain string) {
	o.prefixes.Delete(o.DomainID(domain))
	o.attempts.Delete(domain)
	o.DeleteDomain(domain)
}

// freshBeforeVerify is how old a reading may be before the first verify call for a domain.
// WorkOS looks for records by itself, so that the domain may be verified already, and the
// call would be refused.
const freshBeforeVerify = 30 * time.Second

// freshWhileWaiting is how old a reading may be while several wait: WorkOS looks for records
// every few minutes.
const freshWhileWaiting = 2 * pollInterval

// fresh is the snapshot if it is no older than age, and a new one otherwise.
func (o *organization) fresh(ctx context.Context, operation string, age time.Duration) (service.Snapshot, error) {
	if o.now().Sub(o.readAt.Get()) <= age {
		return o.Snapshot(ctx, operation)
	}
	return o.Refresh(ctx, operation)
}

// look reads a domain whose verification was begun. Where others were as well, one reading of
// the organization, which has them whole, serves all of them.
func (o *organization) look(ctx context.Context, operation, domain, remoteID string, begunAt time.Time) (domainResponse, error) {
	if o.attempts.Len() > 1 {
		if err := o.readAfter(ctx, operation, begunAt); err != nil {
			return domainResponse{}, err
		}
		last := o.lastReading.Get()
		if shown := last.domains[domain]; shown.ID == remoteID && last.at.After(begunAt) {
			return o.accept(ctx, operation, domain, remoteID, shown, nil)
		}
	}
	return o.readDomain(ctx, operation, domain, remoteID)
}

// readAfter reads the organization unless that was done lately, and after an instant: an older
// reading shows nothing of what has begun then.
func (o *organization) readAfter(ctx context.Context, operation string, begunAt time.Time) (err error) {
	if o.readAt.Get().After(begunAt) {
		_, err = o.fresh(ctx, operation, freshWhileWaiting)
	} else {
		_, err = o.Refresh(ctx, operation)
	}
	return err
}

// readDomain reads one domain anew.
func (o *organization) readDomain(ctx context.Context, operation, domain, remoteID string) (domainResponse, error) {
	shown, err := o.client.domain(ctx, remoteID)
	return o.accept(ctx, operation, domain, remoteID, shown, err)
}

// accept checks what came of a request about one domain, and keeps what it shows.
func (o *organization) accept(ctx context.Context, operation, domain, remoteID string, shown domainResponse, err error) (domainResponse, error) {
	if err == nil {
		err = o.checkDomain(operation, domain, remoteID, shown)
	}
	switch {
	case isGone(err):
		o.updateAbsent(domain)
		return domainResponse{}, adapter.DomainMissing(operation)
	case err != nil:
		return domainResponse{}, o.Failure(ctx, operation, err)
	case o.isElsewhere(shown):
		o.updateAbsent(domain)
		moved := adapter.DomainMissing(operation)
		moved.Reason += fmt.Sprintf(": WorkOS shows it in the organization %q instead of %q", adapter.Shorten(shown.OrganizationID), o.ID)
		return domainResponse{}, moved
	}
	o.update(domain, shown)
	return shown, nil
}

// checkDomain holds a response against what was asked for (invariant 18). An empty
// remoteID stands for any.
func (o *organization) checkDomain(operation, domain, remoteID string, shown domainResponse) error {
	switch {
	case shown.ID == "":
		return o.MissingContent(operation, "the domain")
	case adapter.CanonicalDomain(shown.Domain) != domain, remoteID != "" && shown.ID != remoteID:
		asked := fmt.Sprintf("the domain %q", domain)
		if remoteID != "" {
			asked += fmt.Sprintf(" (%q)", remoteID)
		}
		return o.WrongIdentity(operation, asked, fmt.Sprintf("the domain %q (%q)", shown.Domain, shown.ID))
	}
	return nil
}

// isElsewhere reports whether the domain belongs to another organization. Not every
// response names its organization (wire/workos.md 1.2).
func (o *organization) isElsewhere(shown domainResponse) bool {
	return shown.OrganizationID != "" && shown.OrganizationID != o.ID
}

// wrongOrganization is the error of a response about another organization.
func (o *organization) wrongOrganization(operation, got string) error {
	return o.WrongIdentity(operation, fmt.Sprintf("the organization %q", o.ID), fmt.Sprintf("the organization %q", got))
}
