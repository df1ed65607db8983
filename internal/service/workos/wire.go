// SPDX-License-Identifier: MPL-2.0

package workos

// The JSON of the API, field by field as WorkOS' OpenAPI description has it.
// What that calls optional is absent or null (wire/workos.md 1.2); both decode to
// the zero value.

type domainResponse struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organization_id"`
	Domain         string `json:"domain"`
	State          string `json:"state"`
	// VerificationPrefix stands before the token in the record's value. It is not a
	// host label: a client that took it for one published records that WorkOS never
	// found (wire/workos.md 1.4).
	VerificationPrefix   string `json:"verification_prefix"`
	VerificationToken    string `json:"verification_token"`
	VerificationStrategy string `json:"verification_strategy"`
	UpdatedAt            string `json:"updated_at"`
}

// hasOtherToken reports whether the domain shows another token than this one.
func (d domainResponse) hasOtherToken(token string) bool {
	return d.VerificationToken != "" && d.VerificationToken != token
}

type organizationResponse struct {
	ID         string           `json:"id"`
	Name       string           `json:"name"`
	ExternalID string           `json:"external_id"`
	Domains    []domainResponse `json:"domains"`
}

type page[T any] struct {
	Data         []T `json:"data"`
	ListMetadata struct {
		After string `json:"after"`
	} `json:"list_metadata"`
}

type createRequest struct {
	OrganizationID string `json:"organization_id"`
	Domain         string `json:"domain"`
}

// failureEvent is organization_domain.verification_failed, the only event of a
// domain whose data is not the domain itself.
type failureEvent struct {
	CreatedAt string `json:"created_at"`
	Data      struct {
		Reason             string         `json:"reason"`
		OrganizationDomain domainResponse `json:"organization_domain"`
	} `json:"data"`
}

type linkRequest struct {
	Organization    string   `json:"organization"`
	Intent          string   `json:"intent"`
	ReturnURL       string   `json:"return_url,omitempty"`
	SuccessURL      string   `json:"success_url,omitempty"`
	ITContactEmails []string `json:"it_contact_emails,omitempty"`
}

type linkResponse struct {
	Link string `json:"link"`
}
