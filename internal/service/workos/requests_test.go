// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// documented are the operations of WorkOS' OpenAPI description that the adapter
// may use. PUT /organizations/{id} is not among them: it replaces all domains.
var documented = regexp.MustCompile(`^(POST /organization_domains|(GET|DELETE) /organization_domains/org_domain_\w+` +
	`|POST /organization_domains/org_domain_\w+/verify|GET /organizations/org_\w+|GET /organizations\?.*` +
	`|GET /organizations/external_id/.*|GET /events\?.*|POST /portal/generate_link)$`)

func contains(text, part string) bool { return strings.Contains(text, part) }

// keys lists the idempotency keys of the requests that match.
func (w *world) keys(match string) (keys []string) {
	for _, request := range w.Requests() {
		if contains(request.Method+" "+request.Path, match) {
			keys = append(keys, request.Header.Get("Idempotency-Key"))
		}
	}
	return keys
}

func (w *world) bodies(match string) (bodies []string) {
	for _, request := range w.Requests() {
		if contains(request.Method+" "+request.Path, match) {
			bodies = append(bodies, request.Body)
		}
	}
	return bodies
}

func TestOnlyDocumentedOperationsAreUsedAndEveryPOSTHasAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makeVerified(t, adapter, id)
	w.drift(t, "fail", id)
	must(t, w.wait(t, w.adapter(t), id, token))
	for _, query := range []service.OrganizationQuery{{ExternalID: "x"}, {Name: "x"}, {Domain: id.Domain}} {
		_, err := adapter.FindOrganizations(t.Context(), query)
		must(t, err)
	}
	_, err := adapter.PortalLink(t.Context(), service.PortalLinkRequest{OrganizationID: id.OrganizationID})
	must(t, err)
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))

	seen := map[string]bool{}
	for _, request := range w.Requests() {
		line := request.Method + " " + request.Path
		if !documented.MatchString(line) || contains(request.Body, "domain_data") {
			t.Errorf("%s %s is not what the adapter may send", line, request.Body)
		}
		key := request.Header.Get("Idempotency-Key")
		if isPOST := request.Method == "POST"; isPOST != uuidForm.MatchString(key) || isPOST && seen[key] {
			t.Errorf("%s has the key %q, want one of its own on each POST alone", line, key)
		}
		seen[key] = true
	}
}

func TestFiveHundredDomainsAreReadByOneCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 500 {
		_, err := w.AddDomain(workossim.DomainSpec{Domain: fmt.Sprintf("n%d.%s", n, zone)})
		must(t, err)
	}
	adapter := w.adapter(t)
	for n := range 500 {
		found := read(t, adapter, w.id(fmt.Sprintf("n%d.%s", n, zone)))
		if found.State != service.StatePending || found.Token(service.MethodDNSTXT) == "" {
			t.Fatalf("domain %d reads %+v, want it pending with its token", n, found)
		}
	}
	w.wantCount(t, "", 1)
}
