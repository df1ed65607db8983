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

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// maxDriftProbes is how many probes of other runs may get in the way of one.
const maxDriftProbes = 10

// driftProbeName is the same in every run, so that the next run removes an entry
// that a run could not remove, and there is never more than one. Organizations that
// share a probe domain have names of their own.
func driftProbeName(organizationID, domain string) string {
	sum := sha256.Sum256([]byte(organizationID + "\n" + domain))
	return "domainverify-probe-" + hex.EncodeToString(sum[:4]) + "." + domain
}

// probe reads the verified and claimed domains by two documented calls whose net
// effect is nil: it makes a pending entry for a name below the probe domain, and
// removes it; the response to the removal carries the lists of the whole
// organization (wire/webex.md 2.3).
//
// Concurrent runs may remove each other's entry. The run that removes it has the lists
// and is done, so that all of them succeed one after the other.
func (o *organization) probe(ctx context.Context) (service.Snapshot, error) {
	name := driftProbeName(o.ID, o.driftProbeDomain)
	o.SetLeftBehind(adviceLeftBehind(name))
	defer o.SetLeftBehind("")
	operation := "probe for drift with " + name
	for range maxDriftProbes {
		if snapshot, gone, err := o.probeOnce(ctx, operation, name); !gone {
			return snapshot, err
		}
	}
	return service.Snapshot{}, adapter.NewError(operation, adapter.Transient(
		"Webex does not find the pending entry that was just made, or other runs keep removing it",
		"Run Terraform again."))
}

// probeOnce also reports whether the entry was gone before it could remove it.
func (o *organization) probeOnce(ctx context.Context, operation, name string) (snapshot service.Snapshot, gone bool, err error) {
	var response tokenResponse
	_, tokenErr := o.Repeat(ctx, func() (err error) { response, err = o.client.getToken(ctx, name); return err })
	switch status := adapter.StatusOf(tokenErr); {
	// Whether a name below a claimed domain is refused is not documented.
	case status == http.StatusConflict || status == http.StatusBadRequest:
		return service.Snapshot{Notice: fmt.Sprintf("Webex refused the drift probe for %s with status %d, so that drift of this organization cannot be seen. "+
			"Set drift_probe_domain to a name below a domain that is not claimed.", name, status)}, false, nil
	case tokenErr != nil && !httpapi.Ambiguous(tokenErr):
		return service.Snapshot{}, false, o.Failure(ctx, operation, tokenErr)
	}
	// The entry may have been made although no response came.
	var lists domainLists
	_, err = o.Repeat(ctx, func() (err error) { lists, err = o.client.unverify(ctx, name, true); return err })
	switch {
	case err != nil && tokenErr != nil:
		return service.Snapshot{}, false, withAdvice(o.Failure(ctx, operation, tokenErr), adviceLeftBehind(name))
	case adapter.StatusOf(err) == http.StatusNotFound:
		return service.Snapshot{}, true, nil
	case err != nil:
		return service.Snapshot{}, false, withAdvice(o.Failure(ctx, operation, err), adviceLeftBehind(name))
	case tokenErr == nil && o.CheckDomain(operation, name, response.Domain) != nil:
		return service.Snapshot{}, false, o.CheckDomain(operation, name, response.Domain)
	case !lists.isComplete():
		return service.Snapshot{Notice: "Webex responded to the drift probe without its lists of domains, so that drift of this organization cannot be seen."}, false, nil
	}
	return service.Snapshot{Known: true, Domains: lists.domains()}, false, nil
}

func adviceLeftBehind(probe string) string {
	return fmt.Sprintf("The pending entry %s of the drift probe may be left behind in Control Hub; it is harmless, and the next run that probes removes it.", probe)
}

func withAdvice(err error, advice string) error {
	if typed, ok := errors.AsType[*service.Error](err); ok {
		typed.Advice = strings.TrimSpace(typed.Advice + " " + advice)
	}
	return err
}
