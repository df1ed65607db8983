// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The reasons of organization_domain.verification_failed. Only this event shows why
// a domain has failed.
const (
	reasonExpired   = "domain_verification_period_expired"
	reasonElsewhere = "domain_verified_by_other_organization"
)

const (
	// eventPages bounds the search in one range: five hundred failures.
	eventPages = 5
	// eventRange is the longest one query may cover, and what it covers when it
	// names none; eventRanges of them are kept.
	eventRange  = 30 * 24 * time.Hour
	eventRanges = 3
	// readsUntilEvent is how many readings wait for the event of a failure, one and a
	// half minutes at the pace of the wait: a published event came 65 s after the
	// change (wire/workos.md 1.3).
	readsUntilEvent = 7
)

// failures returns the newest failure of each domain, by the domain's remote ID. An
// ID comes with the last update of the domain that is older than the failure, or
// with "" where every failure counts.
func (o *organization) failures(ctx context.Context, since map[string]string) (map[string]failureEvent, error) {
	newest := map[string]failureEvent{}
	now := o.now().UTC()
	for age := range eventRanges {
		query := url.Values{
			"events": {"organization_domain.verification_failed"}, "organization_id": {o.ID},
			"order": {"desc"}, "limit": {pageLength},
		}
		if age > 0 {
			end := now.Add(-time.Duration(age) * eventRange)
			query.Set("range_end", end.Format(time.RFC3339))
			query.Set("range_start", end.Add(-eventRange).Format(time.RFC3339))
		}
		if err := o.searchEvents(ctx, query, since, newest); err != nil || len(newest) == len(since) {
			return newest, err
		}
	}
	return newest, nil
}

// searchEvents completes newest from the pages of one query.
func (o *organization) searchEvents(ctx context.Context, query url.Values, since map[string]string, newest map[string]failureEvent) error {
	const operation = "read the events"
	for range eventPages {
		page, err := o.client.failureEvents(ctx, query)
		if err != nil {
			return o.Failure(ctx, operation, err)
		}
		if page.Data == nil {
			return o.MissingContent(operation, "a list of events")
		}
		for _, event := range page.Data {
			domain := event.Data.OrganizationDomain
			earliest, isWanted := since[domain.ID]
			// The times are ISO 8601 in UTC, whose order is that of the texts.
			if isLater := domain.UpdatedAt == "" || domain.UpdatedAt > earliest; isWanted && isLater && event.CreatedAt > newest[domain.ID].CreatedAt {
				newest[domain.ID] = event
			}
		}
		if len(newest) == len(since) || page.ListMetadata.After == "" {
			return nil
		}
		query.Set("after", page.ListMetadata.After)
	}
	return nil
}

// explain completes the domains that have failed by the reason.
func (o *organization) explain(ctx context.Context, domains map[string]service.Domain) {
	since := map[string]string{}
	for _, domain := range domains {
		if domain.State == service.StateFailed {
			since[domain.RemoteID] = ""
		}
	}
	if len(since) == 0 {
		return
	}
	newest, err := o.failures(ctx, since)
	for name, domain := range domains {
		if domain.State == service.StateFailed {
			domain.Reason = reasonText(newest[domain.RemoteID].Data.Reason, err)
			domains[name] = domain
		}
	}
}

// reasonText takes the error of the events for a reason as well: a key that may not
// read events still reads domains.
func reasonText(reason string, err error) string {
	switch {
	case reason == reasonExpired:
		return "WorkOS did not see the record within thirty days (" + reasonExpired + ")"
	case reason == reasonElsewhere:
		return "another organization has verified the domain (" + reasonElsewhere + ")"
	case reason != "":
		return fmt.Sprintf("WorkOS gives the reason %q", reason)
	case err != nil:
		return "the WorkOS events, which give the reason, cannot be read: " + err.Error()
	}
	return "no WorkOS event gives the reason"
}

// failedAgain ends a verification that has failed although it was begun anew, as
// soon as WorkOS gives the reason. The event of its first failure is not that.
func (o *organization) failedAgain(ctx context.Context, operation, domain string, found service.Domain) (service.Domain, error) {
	current, _ := o.attempts.Get(domain)
	newest, err := o.failures(ctx, map[string]string{found.RemoteID: current.failedAt})
	reason := newest[found.RemoteID].Data.Reason
	if current.unexplained++; reason == "" && err == nil && current.unexplained < readsUntilEvent {
		o.attempts.Set(domain, current)
		found.Reason = "the WorkOS event that gives the reason has not arrived yet"
		return found, nil
	}
	o.attempts.Delete(domain)
	found.Reason = reasonText(reason, err)
	o.SetDomain(domain, found)
	failed := adapter.NewError(operation, adapter.Blocked(
		"the verification has failed, also after it was begun anew: "+found.Reason,
		"Check the domain in the WorkOS dashboard. To start with a new token, remove it there and apply again."))
	if reason == reasonElsewhere {
		failed.Class = service.HeldElsewhere
		failed.Advice = "Waiting does not help. The organization that has verified the domain has to give it up first; the WorkOS dashboard shows which one it is."
	}
	return service.Domain{}, failed
}
