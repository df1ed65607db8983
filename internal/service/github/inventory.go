// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// load reads all domains of the owner. A list from which a domain was removed while it was
// read is read again: a domain that has moved to a page before would seem to be missing.
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	operation := "list the domains of " + o.ID
	const readings = 3
	for range readings {
		domains, hasShrunk, err := o.loadPages(ctx, operation)
		switch {
		case err != nil:
			return service.Snapshot{}, err
		case !hasShrunk:
			return service.Snapshot{Known: true, Complete: true, Domains: domains}, nil
		}
	}
	return service.Snapshot{}, adapter.NewError(operation, adapter.Transient(
		"domains were removed each time while the list was read, so that others may be missing in it",
		adapter.AdviceRunAgain))
}

// loadPages reads the list once, a hundred domains with each call.
func (o *organization) loadPages(ctx context.Context, operation string) (domains map[string]service.Domain, hasShrunk bool, err error) {
	domains = map[string]service.Domain{}
	seen := map[string]bool{}
	shown, total, last := 0, 0, 0
	for after := ""; ; {
		found, err := o.client.owner(ctx, o.query, o.name, after)
		if err != nil {
			return nil, false, o.Failure(ctx, operation, err)
		}
		if err := o.checkOwner(operation, found); err != nil {
			return nil, false, err
		}
		o.ownerID.Change(func(id *string) { *id = found.ID })
		o.SetName(found.Name, "")
		nodes := slices.DeleteFunc(*found.page().Nodes, func(node *domainNode) bool { return node == nil })
		if err := o.collect(operation, nodes, domains); err != nil {
			return nil, false, err
		}
		shown += len(nodes)
		if count := found.page().TotalCount; count != nil {
			if *count < last {
				return nil, true, nil
			}
			if last = *count; after == "" {
				total = last // what is added later may be on a page that was read
			}
		}
		info := found.page().PageInfo
		switch {
		case !info.HasNextPage && shown < total:
			return nil, false, o.MissingContent(operation, fmt.Sprintf("%d of the %d domains that it counts", total-shown, total))
		case !info.HasNextPage:
			return domains, false, nil
		case info.EndCursor == "" || seen[info.EndCursor]:
			return nil, false, o.MissingContent(operation, "where the next page of domains begins")
		}
		after = info.EndCursor
		seen[after] = true
	}
}

// checkOwner refuses a list in which a domain would seem to be missing: all domains
// would be lost from state.
func (o *organization) checkOwner(operation string, found *owner) error {
	switch {
	case found == nil || found.ID == "":
		return o.MissingContent(operation, "the organization or enterprise")
	case !strings.EqualFold(found.Login+found.Slug, o.name):
		renamed := o.WrongIdentity(operation, fmt.Sprintf("%q", o.name), fmt.Sprintf("%q", found.Login+found.Slug))
		renamed.Advice += " If it was renamed, change owner (GITHUB_OWNER) or organization_id."
		return renamed
	case found.page() == nil:
		// Whether this is how domains are denied is not known (wire/github.md 2).
		meaning := adapter.Denied("GitHub shows the organization or enterprise, and none of its domains, to this token",
			"Use a classic token of an owner, with the scope admin:org, or admin:enterprise for the domains of an enterprise.")
		return &service.Error{Class: meaning.Class, Operation: operation, Reason: meaning.Reason, Advice: meaning.Advice}
	case found.page().Nodes == nil:
		return o.MissingContent(operation, "the list of domains")
	}
	return nil
}

// collect adds the domains of one page. Those of the enterprise, which the list of an
// organization may have as well, are not the organization's. A list has no domains of
// other owners: one that would seem to be gone for that is not.
func (o *organization) collect(operation string, nodes []*domainNode, domains map[string]service.Domain) error {
	for _, node := range nodes {
		switch {
		case node.Owner.ID == "" || node.name() == "":
			return o.MissingContent(operation, "owner and name of one of the domains")
		case node.Owner.ID != o.ownerID.Get() && (o.query == enterpriseQuery || node.Owner.TypeName != "Enterprise"):
			return o.checkNode(operation, node.name(), node.ID, *node)
		case node.Owner.ID != o.ownerID.Get(), domains[node.name()].State.Verified():
			continue
		}
		name := node.name()
		o.remember(name, *node)
		domains[name] = o.asDomain(name, *node)
	}
	return nil
}

// asDomain reads one domain.
func (o *organization) asDomain(domain string, node domainNode) service.Domain {
	shown := service.Domain{State: service.StatePending}
	if node.IsVerified {
		shown.State = service.StateVerified
	}
	if service.CheckToken(node.ID) == nil {
		shown.RemoteID = node.ID
	}
	expiresAt := node.TokenExpirationTime.UTC()
	// An invalid token blocks the domain that needs it, and neither the other domains
	// nor the release of this one.
	if reason := invalid(domain, node); reason != "" {
		shown.Notice = fmt.Sprintf("The domain %s: %s. It is not used.", domain, reason)
		return shown
	}
	switch {
	case node.VerificationToken != "":
		shown.Tokens = map[service.Method]string{service.MethodDNSTXT: node.VerificationToken}
	case !node.IsVerified && !service.HasExpired(expiresAt, o.now()):
		// A pending domain without a token is one whose token has expired.
		expiresAt = o.now()
	}
	if !expiresAt.IsZero() {
		shown.TokensExpireAt = map[service.Method]time.Time{service.MethodDNSTXT: expiresAt}
	}
	return shown
}

// foundByGitHub says what GitHub has found of the record. When it was computed is not
// known, so that nothing is decided by it (wire/github.md 1.3).
func foundByGitHub(node domainNode) string {
	switch {
	case node.HasFoundHostName && node.HasFoundVerificationToken:
		return "GitHub reports that it has found a TXT record with the expected name and one with the token, and has not verified the domain yet"
	case node.HasFoundHostName:
		return "GitHub reports that it has found a TXT record with the expected name, but not the token in it"
	case node.HasFoundVerificationToken:
		return "GitHub reports that it has found a TXT record with the token, but none with the expected name"
	}
	return "GitHub reports that it has found neither a TXT record with the expected name nor the token"
}
