// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The reasons of organization_domain.verification_failed. Nothing but this
// event tells why a domain has failed.
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
	// looksForTheEvent is how many looks wait for the event of a failure, one and
	// a half minutes at the pace of the wait: one has been seen that came 65 s
	// after what it tells.
	looksForTheEvent = 7
)

// failureReasons returns the reason of the newest failure of each domain, by
// the domain's remote id. An id comes with the last update of the domain that
// is older than the failure, or with "" where every failure counts.
func (o *organization) failureReasons(ctx context.Context, remoteIDs map[string]string) (map[string]string, error) {
	reasons := map[string]string{}
	now := o.now().UTC()
	for age := range eventRanges {
		query := url.Values{
			"events": {"organization_domain.verification_failed"}, "organization_id": {o.id},
			"order": {"desc"}, "limit": {pageLength},
		}
		if age > 0 {
			end := now.Add(-time.Duration(age) * eventRange)
			query.Set("range_end", end.Format(time.RFC3339))
			query.Set("range_start", end.Add(-eventRange).Format(time.RFC3339))
		}
		if err := o.searchEvents(ctx, query, remoteIDs, reasons); err != nil || len(reasons) == len(remoteIDs) {
			return reasons, err
		}
	}
	return reasons, nil
}

// searchEvents completes reasons from the pages of one query. What a younger
// range has told stays.
func (o *organization) searchEvents(ctx context.Context, query url.Values, remoteIDs map[string]string, reasons map[string]string) error {
	newest, explained := map[string]string{}, map[string]bool{}
	for id := range reasons {
		explained[id] = true
	}
	for range eventPages {
		page, err := o.client.failureEvents(ctx, query)
		if err != nil {
			return err
		}
		if page.Data == nil {
			return noEvents()
		}
		for _, event := range page.Data {
			domain := event.Data.OrganizationDomain
			id := domain.ID
			since, wanted := remoteIDs[id]
			// The times are ISO 8601 in UTC, whose order is that of the texts.
			if earlier := domain.UpdatedAt != "" && domain.UpdatedAt <= since; wanted && !earlier && !explained[id] && event.CreatedAt > newest[id] {
				newest[id], reasons[id] = event.CreatedAt, event.Data.Reason
			}
		}
		if len(reasons) == len(remoteIDs) || page.ListMetadata.After == "" {
			return nil
		}
		query.Set("after", page.ListMetadata.After)
	}
	return nil
}

// noEvents: what is no list does not show that there is no event.
func noEvents() error {
	return &service.Error{
		Class: service.Transient, Operation: "read the events", Reason: "WorkOS answered with success but without a list of events",
		Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between.",
	}
}

// explain completes failed domains by why they have failed.
func (o *organization) explain(ctx context.Context, failed map[string]service.Domain) {
	remoteIDs := map[string]string{}
	for _, domain := range failed {
		remoteIDs[domain.RemoteID] = ""
	}
	reasons, err := o.failureReasons(ctx, remoteIDs)
	for name, domain := range failed {
		domain.Reason = o.reasonText(ctx, reasons[domain.RemoteID], err)
		failed[name] = domain
	}
}

// reasonText never fails: a key that may not read events still reads domains.
func (o *organization) reasonText(ctx context.Context, reason string, err error) string {
	switch {
	case reason == reasonExpired:
		return "WorkOS did not see the record within thirty days (" + reasonExpired + ")"
	case reason == reasonElsewhere:
		return "another organization has verified the domain (" + reasonElsewhere + ")"
	case reason != "":
		return fmt.Sprintf("WorkOS gives the reason %q", reason)
	case err != nil:
		return "WorkOS' events, which say why, cannot be read: " + o.failure(ctx, "read the events", err).Error()
	}
	return "no event of WorkOS says why"
}

// failedAgain ends a verification that has failed although it was begun anew,
// as soon as WorkOS says why. The event of its first failure does not say that.
func (o *organization) failedAgain(ctx context.Context, operation, domain string, found service.Domain) (service.Domain, error) {
	current := o.attemptOf(domain)
	reasons, err := o.failureReasons(ctx, map[string]string{found.RemoteID: current.failedAt})
	reason := reasons[found.RemoteID]
	if current.unexplained++; reason == "" && err == nil && current.unexplained < looksForTheEvent {
		o.setInProgress(domain, current)
		found.Reason = "the event of WorkOS that says why has not come yet"
		return found, nil
	}
	o.setInProgress(domain, attempt{})
	found.Reason = o.reasonText(ctx, reason, err)
	o.inventory.Update(func(snapshot *service.Snapshot) { snapshot.Domains[domain] = found })
	failed := &service.Error{
		Class:     service.Blocked,
		Operation: operation,
		Reason:    "the verification has failed, also after it was begun anew: " + found.Reason,
		Advice:    "Look at the domain in the WorkOS dashboard. Removing it there and applying again begins with a new token.",
	}
	if reason == reasonElsewhere {
		failed.Class = service.HeldElsewhere
		failed.Advice = "Waiting does not help. The organization that has verified the domain has to give it up first; the WorkOS dashboard shows which one it is."
	}
	return service.Domain{}, failed
}
