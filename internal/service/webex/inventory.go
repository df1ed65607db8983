// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// load learns the organization's domains, in this order:
//
//  1. the organization read, where it carries the lists (undocumented, and
//     harmless to look for);
//  2. the round trip of roundTrip, where the operator has allowed it;
//  3. not at all: state is kept as it is.
//
// Writes of this process count for more than any of them.
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	o.setLastFailure(nil)
	snapshot, err := o.read(httpapi.WatchFailures(ctx, o.setLastFailure))
	if err != nil {
		return service.Snapshot{}, err
	}
	return o.addWritten(snapshot), nil
}

func (o *organization) read(ctx context.Context) (service.Snapshot, error) {
	response, err := o.client.organization(ctx)
	if err != nil {
		return service.Snapshot{}, failure("read the Webex organization "+o.client.organizationID, err)
	}
	if err := o.checkOrganization(response.ID); err != nil {
		return service.Snapshot{}, err
	}
	o.setDisplayName(displaytext.Escape(response.DisplayName))
	o.setEnforcement(response.EnforceVerifiedDomains)
	// A name may stand in several lists; the strongest state wins.
	domains := map[string]service.Domain{}
	addAll(domains, orEmpty(response.PendingDomains), service.StatePending)
	addAll(domains, orEmpty(response.VerifiedDomains), service.StateVerified)
	addAll(domains, orEmpty(response.Domains), service.StateClaimed)
	o.setListed(domains)
	if response.showsDomains() {
		return service.Snapshot{Known: true, Complete: response.PendingDomains != nil, Domains: domains}, nil
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
// whose net effect is nil: it makes a pending entry for a name below the probe
// domain, and removes it; the answer to the removal carries the lists of the
// whole organization.
func (o *organization) roundTrip(ctx context.Context) (service.Snapshot, error) {
	probe := probeName(o.client.organizationID, o.probeDomain)
	o.setProbing(probe)
	defer o.setProbing("")
	lists, left, err := o.probe(ctx, probe)
	// Another run has removed the entry, or a call whose answer was lost has.
	// Whoever removes it has its lists and is done, so runs that are at it at the
	// same time let each other through one by one.
	for n := 1; n < probeAttempts && httpapi.StatusOf(err) == http.StatusNotFound; n++ {
		lists, left, err = o.probe(ctx, probe)
	}
	var refused *probeRefusedError
	switch operation := "probe for drift with " + probe; {
	case errors.As(err, &refused):
		return service.Snapshot{Notice: fmt.Sprintf(
			"Webex refused the drift probe for %s with status %d, so that drift of this organization cannot be seen. "+
				"Set drift_probe_domain to a name below a domain that is not claimed.", probe, refused.status)}, nil
	case httpapi.StatusOf(err) == http.StatusNotFound:
		return service.Snapshot{}, &service.Error{
			Class:     service.Transient,
			Operation: operation,
			Reason:    "Webex does not know the pending entry that was just made, or other runs keep removing it",
			Advice:    "Run Terraform again.",
		}
	case left:
		return service.Snapshot{}, withAdvice(failure(operation, err), leftBehind(probe))
	case err != nil:
		return service.Snapshot{}, failure(operation, err)
	case !lists.complete():
		return service.Snapshot{Notice: "Webex answered the drift probe without its lists of domains, so that drift of this organization cannot be seen."}, nil
	}
	return service.Snapshot{Known: true, Domains: lists.domains()}, nil
}

// probeAttempts is how many probes of other runs may get in the way of one.
const probeAttempts = 10

// probeName is the same in every run, so that an entry that a run could not
// remove is the one that the next run finds and removes, and there is never more
// than one. Organizations that share a probe domain have names of their own.
func probeName(organizationID, probeDomain string) string {
	sum := sha256.Sum256([]byte(organizationID + "\n" + probeDomain))
	return "domainverify-probe-" + hex.EncodeToString(sum[:4]) + "." + probeDomain
}

// probeRefusedError says that the probe domain can get no token.
type probeRefusedError struct{ status int }

func (e *probeRefusedError) Error() string { return fmt.Sprintf("status %d", e.status) }

// probe also says whether its pending entry may be left behind.
func (o *organization) probe(ctx context.Context, probe string) (lists domainLists, left bool, err error) {
	response, tokenErr := o.client.getToken(ctx, probe)
	if httpapi.Ambiguous(tokenErr) {
		response, tokenErr = o.client.getToken(ctx, probe)
	}
	// Whether a name below a claimed domain is refused is not documented.
	if status := httpapi.StatusOf(tokenErr); status == http.StatusConflict || status == http.StatusBadRequest {
		return domainLists{}, false, &probeRefusedError{status}
	}
	if tokenErr != nil && !httpapi.Ambiguous(tokenErr) {
		return domainLists{}, isAmbiguous(tokenErr), tokenErr
	}
	// The entry may have been made although no answer came.
	lists, err = o.client.unverify(ctx, probe, true)
	if httpapi.Ambiguous(err) {
		lists, err = o.client.unverify(ctx, probe, true)
	}
	left = err != nil
	switch {
	case left && tokenErr != nil:
		err = tokenErr
	case err == nil && tokenErr == nil:
		err = checkTokenDomain(probe, response)
	}
	return lists, left, err
}

func withAdvice(err error, advice string) error {
	if typed, ok := errors.AsType[*service.Error](err); ok {
		typed.Advice = strings.TrimSpace(typed.Advice + " " + advice)
	}
	return err
}
