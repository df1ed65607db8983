// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The JSON of Microsoft Graph (wire/entra.md 1), as far as it is used.

// domainObject is a domain.
type domainObject struct {
	ID string `json:"id"`
	// IsVerified is nil in what is no domain.
	IsVerified *bool `json:"isVerified"`
	// State is there while something asynchronous runs or has failed.
	State              domainState `json:"state"`
	IsDefault          bool        `json:"isDefault"`
	IsInitial          bool        `json:"isInitial"`
	AuthenticationType string      `json:"authenticationType"`
	// AvailabilityStatus is there in the response to verify.
	AvailabilityStatus string `json:"availabilityStatus"`
}

type domainState struct {
	Operation string `json:"operation"`
	Status    string `json:"status"`
	At        string `json:"lastActionDateTime"`
}

const (
	operationForceDelete  = "ForceDelete"
	operationVerification = "Verification"
	takeoverScheduled     = "EmailVerifiedDomainTakeoverScheduled"
)

func (d domainObject) isVerified() bool { return d.IsVerified != nil && *d.IsVerified }

// isRunning reports whether the operation is under way.
func (d domainObject) isRunning(operation string) bool {
	return d.State.Operation == operation && (d.State.Status == "Scheduled" || d.State.Status == "InProgress")
}

// hasFailed reports whether the operation has ended without success.
func (d domainObject) hasFailed(operation string) bool {
	return d.State.Operation == operation && d.State.Status == "Failed"
}

// record is a DNS record that proves a domain. Text is that of a TXT record.
type record struct {
	Type string `json:"recordType"`
	Text string `json:"text"`
}

// reference is an object that uses a domain.
type reference struct {
	Type              string `json:"@odata.type"`
	DisplayName       string `json:"displayName"`
	UserPrincipalName string `json:"userPrincipalName"`
	ID                string `json:"id"`
}

// kind is "user", "group" or "application", or what Microsoft adds to them.
func (r reference) kind() string {
	return adapter.FirstNonEmpty(r.Type[strings.LastIndex(r.Type, ".")+1:], "object")
}

func (r reference) name() string {
	return adapter.FirstNonEmpty(r.UserPrincipalName, r.DisplayName, r.ID)
}

type tenantObject struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// openIDConfiguration is that of whoever has a name.
type openIDConfiguration struct {
	Issuer string `json:"issuer"`
}
