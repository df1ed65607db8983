// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// organizationIDForm: Zoho calls it a long (zoid).
var organizationIDForm = regexp.MustCompile(`^0*([1-9][0-9]{0,18})$`)

// canonicalOrganizationID returns the id without leading zeros.
func canonicalOrganizationID(id string, endpoints endpoints) (string, error) {
	if found := organizationIDForm.FindStringSubmatch(id); found != nil {
		return found[1], nil
	}
	rejected := &service.Error{
		Class:     service.Rejected,
		Operation: "read the Zoho organization id",
		Reason:    fmt.Sprintf("%q is no id of a Zoho organization: that is a number of digits only", id),
		Advice: fmt.Sprintf("The admin console of Zoho Mail shows the organization id in the profile of the organization, "+
			"and GET https://%s/api/organization gives it as zoid. It is neither the name nor a domain of the organization.", endpoints.mailHost),
	}
	if strings.TrimSpace(id) == "" {
		rejected.Reason = "no organization id is set"
		rejected.Advice = "Set organization_id in the provider's zoho block or in the resource, or ZOHO_ORGANIZATION_ID. " + rejected.Advice
	}
	return "", rejected
}
