// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// load learns the organization's domains, in this order:
//
//  1. the organization read, where it carries the lists (undocumented, and
//     harmless to look for);
//  2. the round trip of roundTrip, where the operator has allowed it;
//  3. not at all: state is kept as it is.
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	response, err := o.client.organization(ctx)
	if err != nil {
		return service.Snapshot{}, failure("read the Webex organization "+o.client.organizationID, err)
	}
	if response.showsDomains() {
		domains := map[string]service.Domain{}
		// A name may stand in several lists; the strongest state wins.
		addAll(domains, orEmpty(response.PendingDomains), service.StatePending)
		addAll(domains, orEmpty(response.VerifiedDomains), service.StateVerified)
		addAll(domains, orEmpty(response.Domains), service.StateClaimed)
		return service.Snapshot{Known: true, Complete: true, Domains: domains}, nil
	}
	if o.probeDomain != "" {
		return o.roundTrip(ctx)
	}
	return service.Snapshot{}, nil
}

func orEmpty(list *[]string) []string {
	if list == nil {
		return nil
	}
	return *list
}

// roundTrip learns the verified and claimed domains by two documented calls
// whose net effect is nil: it makes a pending entry for a random name below
// the probe domain, and removes it; the answer to the removal carries the
// lists of the whole organization. The name is random so that concurrent runs
// do not remove each other's entry.
func (o *organization) roundTrip(ctx context.Context) (service.Snapshot, error) {
	label := make([]byte, 8)
	if _, err := io.ReadFull(o.random, label); err != nil {
		return service.Snapshot{}, fmt.Errorf("make a random name for the drift probe: %w", err)
	}
	probe := hex.EncodeToString(label) + "." + o.probeDomain
	attempt := "probe for drift with " + probe

	if _, err := o.client.getToken(ctx, probe); err != nil && !ambiguous(err) {
		// Whether a name below a claimed domain is refused is not documented.
		if status := statusOf(err); status == http.StatusConflict || status == http.StatusBadRequest {
			return service.Snapshot{Notice: fmt.Sprintf(
				"Webex refused the drift probe for %s with status %d, so that drift of this organization cannot be seen. "+
					"Set drift_probe_domain to a name below a domain that is not claimed.", probe, status)}, nil
		}
		return service.Snapshot{}, failure(attempt, err)
	}
	lists, err := o.client.unverify(ctx, probe, true)
	if ambiguous(err) {
		lists, err = o.client.unverify(ctx, probe, true)
	}
	if err != nil {
		return service.Snapshot{}, withAdvice(failure(attempt, err),
			fmt.Sprintf("Run Terraform again. The pending entry %s may be left behind in Control Hub; it is harmless and can be removed there.", probe))
	}
	domains := map[string]service.Domain{}
	addAll(domains, lists.VerifiedDomains, service.StateVerified)
	addAll(domains, lists.ClaimedDomains, service.StateClaimed)
	return service.Snapshot{Known: true, Domains: domains}, nil
}

func withAdvice(err error, advice string) error {
	if typed, ok := err.(*service.Error); ok && typed.Class == service.Transient {
		typed.Advice = advice
	}
	return err
}
