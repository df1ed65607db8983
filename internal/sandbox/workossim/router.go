// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"encoding/json"
	"net/http"
)

// endpoint is one operation and what it demands before it looks at the request.
type endpoint struct {
	permission string
	handle     func(*Sim, call) (answer, *failure)
	// idempotency names the switch that says whether Idempotency-Key counts here;
	// empty where recorded traffic proves that it does (wire/workos.md 5).
	idempotency string
	replayable  bool
	// limit is a rate limit of its own, in requests per window and key; 0 is none.
	limit int
}

// call is a request that passed all demands of its endpoint. The simulator is locked
// while a handler runs.
type call struct {
	key   *apiKey
	id    string // the identifier in the path
	query map[string][]string
	body  map[string]json.RawMessage
}

// answer is a success. A nil body is empty, a string is text/plain, the rest JSON.
type answer struct {
	status int
	body   any
}

// routes follow WorkOS' OpenAPI description; what it does not have is not here.
func routes() map[string]endpoint {
	const domain, organization = "/organization_domains/{id}", "/organizations/{id}"
	return map[string]endpoint{
		"POST /organization_domains": {
			permission: PermissionDomainsWrite, handle: (*Sim).createDomain, replayable: true, idempotency: SwitchIdempotency,
		},
		"GET " + domain: {permission: PermissionDomainsRead, handle: (*Sim).readDomain},
		"POST " + domain + "/verify": {
			permission: PermissionDomainsWrite, handle: (*Sim).verifyDomain, replayable: true, idempotency: SwitchIdempotency,
		},
		"DELETE " + domain: {permission: PermissionDomainsWrite, handle: (*Sim).deleteDomain},

		"POST /organizations":                 {permission: PermissionOrganizationsWrite, handle: (*Sim).createOrganization, replayable: true},
		"GET /organizations":                  {permission: PermissionOrganizationsRead, handle: (*Sim).listOrganizations},
		"GET " + organization:                 {permission: PermissionOrganizationsRead, handle: (*Sim).readOrganization},
		"PUT " + organization:                 {permission: PermissionOrganizationsWrite, handle: (*Sim).updateOrganization},
		"DELETE " + organization:              {permission: PermissionOrganizationsWrite, handle: (*Sim).deleteOrganization, limit: organizationDeletesPerWindow},
		"GET /organizations/external_id/{id}": {permission: PermissionOrganizationsRead, handle: (*Sim).readOrganizationByExternalID},

		"POST /portal/generate_link": {
			permission: PermissionPortal, handle: (*Sim).generatePortalLink, replayable: true, idempotency: SwitchIdempotency,
		},
		"GET /events": {permission: PermissionEvents, handle: (*Sim).listEvents},
	}
}

func newRouter(s *Sim) *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, e := range routes() {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, pattern, e) })
	}
	return mux
}
