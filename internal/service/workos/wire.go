// SPDX-License-Identifier: MPL-2.0

package workos

// The JSON of the API, field by field as WorkOS' OpenAPI description has it.
// What that calls optional has been seen absent and null; both decode to the
// zero value.

type domainResponse struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organization_id"`
	Domain         string `json:"domain"`
	State          string `json:"state"`
	// VerificationPrefix stands before the token in the record's value; it is
	// no label of the record's name, as many have taken it.
	VerificationPrefix   string `json:"verification_prefix"`
	VerificationToken    string `json:"verification_token"`
	VerificationStrategy string `json:"verification_strategy"`
	UpdatedAt            string `json:"updated_at"`
}

type organizationResponse struct {
	ID         string           `json:"id"`
	Name       string           `json:"name"`
	ExternalID string           `json:"external_id"`
	Domains    []domainResponse `json:"domains"`
}

type listMetadata struct {
	After string `json:"after"`
}

type organizationList struct {
	Data         []organizationResponse `json:"data"`
	ListMetadata listMetadata           `json:"list_metadata"`
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

type failureEventList struct {
	Data         []failureEvent `json:"data"`
	ListMetadata listMetadata   `json:"list_metadata"`
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
