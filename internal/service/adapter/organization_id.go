// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// SettingOrganizationID is the setting that names the default organization.
const SettingOrganizationID = "organization_id"

// OrganizationIDs gives organization IDs their one form. An adapter that embeds it
// has that method of package service, and Name.
type OrganizationIDs struct {
	Vendor *Vendor
	// Default is the configured organization, or empty.
	Default string
	// Canonical returns the one form of an ID, and whether it is one.
	Canonical func(id string) (canonical string, ok bool)
	// Invalid says what is wrong with another text, as in "is not a number".
	Invalid string
	// Setting holds the default, organization_id unless set.
	Setting string
	// Environment is the environment variable of the default organization, Advice where
	// an ID is found.
	Environment, Advice string
}

// Name implements service.Service.
func (ids *OrganizationIDs) Name() string { return ids.Vendor.Name }

// CanonicalOrganizationID implements service.Service.
func (ids *OrganizationIDs) CanonicalOrganizationID(id string) (string, error) {
	id = FirstNonEmpty(id, ids.Default)
	if canonical, ok := ids.Canonical(id); ok {
		return canonical, nil
	}
	rejected := NewError(fmt.Sprintf("read the %s organization ID", ids.Vendor.Company), Rejected(fmt.Sprintf("%q %s", id, ids.Invalid), ids.Advice))
	if id == "" {
		rejected.Reason = "no organization ID is set"
		inResource := "in the resource"
		if ids.setting() != SettingOrganizationID {
			inResource = SettingOrganizationID + " " + inResource
		}
		rejected.Advice = fmt.Sprintf("Set %s in the provider's %s block or %s, or %s. %s", ids.setting(), ids.Vendor.Name, inResource, ids.Environment, ids.Advice)
	}
	return "", rejected
}

func (ids *OrganizationIDs) setting() string {
	return FirstNonEmpty(ids.Setting, SettingOrganizationID)
}

// CheckDefault checks the configured organization, if there is one, by the form that
// the service gives organization IDs. Errors are *service.SettingError, and do not quote it:
// by mistake it is the credential that is set beside it.
func (ids *OrganizationIDs) CheckDefault() error {
	if _, ok := ids.Canonical(ids.Default); ids.Default == "" || ok {
		return nil
	}
	return &service.SettingError{Setting: ids.setting(), Reason: fmt.Sprintf("it %s. %s", ids.Invalid, ids.Advice)}
}
