// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"errors"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// SettingOrganizationID is the setting that names the default organization.
const SettingOrganizationID = "organization_id"

// OrganizationIDs gives organization IDs their one form. An adapter that embeds it
// has that method of package service.
type OrganizationIDs struct {
	Vendor *Vendor
	// Default is the configured organization, or empty.
	Default string
	// Canonical returns the one form of an ID, and whether it is one.
	Canonical func(id string) (canonical string, ok bool)
	// Invalid says what is wrong with another text, as in "is not a number".
	Invalid string
	// Environment is the environment variable of the default organization, Advice where
	// an ID is found.
	Environment, Advice string
}

// CanonicalOrganizationID implements service.Service.
func (ids *OrganizationIDs) CanonicalOrganizationID(id string) (string, error) {
	id = FirstNonEmpty(id, ids.Default)
	if canonical, ok := ids.Canonical(id); ok {
		return canonical, nil
	}
	rejected := &service.Error{
		Class: service.Rejected, Operation: fmt.Sprintf("read the %s organization ID", ids.Vendor.Company),
		Reason: fmt.Sprintf("%q %s", id, ids.Invalid), Advice: ids.Advice,
	}
	if id == "" {
		rejected.Reason = "no organization ID is set"
		rejected.Advice = fmt.Sprintf("Set organization_id in the provider's %s block or in the resource, or %s. %s", ids.Vendor.Name, ids.Environment, ids.Advice)
	}
	return "", rejected
}

// DefaultOrganization checks the setting organization_id by the form that the
// service gives organization IDs; canonical gets "" for the configured one.
func DefaultOrganization(values service.Values, canonical func(id string) (string, error)) error {
	if values[SettingOrganizationID] == "" {
		return nil
	}
	_, err := canonical("")
	if err == nil {
		return nil
	}
	reason := err.Error()
	if typed, ok := errors.AsType[*service.Error](err); ok {
		reason = typed.Reason + ". " + typed.Advice
	}
	return &service.SettingError{Setting: SettingOrganizationID, Reason: reason}
}
