// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Name is the service's name in configuration and IDs.
const Name = "entra"

var (
	_ service.Service            = (*Adapter)(nil)
	_ service.Explainer          = (*Adapter)(nil)
	_ service.LaggingReader      = (*Adapter)(nil)
	_ service.Lister             = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
)

// Adapter is the contract of package service at Microsoft Entra ID.
type Adapter struct {
	adapter.OrganizationIDs
	*adapter.Organizations[*organization]
	// ofOneTenant: the credentials are an access token, which is of the configured tenant.
	ofOneTenant bool
}

// Capabilities implements service.Service. Microsoft advises to wait for the TTL of an
// hour after a wrong record, and a forced release may take a day (wire/entra.md 4, 10).
func (a *Adapter) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods:         []service.Method{service.MethodDNSTXT},
		VerifyClaims:    true,
		BornVerified:    "A subdomain of a domain that is verified in the same tenant is verified as soon as it is added.",
		PollInterval:    20 * time.Second,
		MaxPollInterval: 2 * time.Minute,
		Deadline:        75 * time.Minute,
		ReleaseDeadline: 30 * time.Minute,
	}
}

var guidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// canonicalTenant is the ID of a tenant in lower case, without the braces that some of
// Microsoft's tools put around it.
func canonicalTenant(id string) (string, bool) {
	if inner, isOpen := strings.CutPrefix(id, "{"); isOpen {
		id = strings.TrimSuffix(inner, "}")
	}
	id = strings.ToLower(id)
	return id, guidForm.MatchString(id)
}

// CanonicalOrganizationID implements service.Service.
func (a *Adapter) CanonicalOrganizationID(id string) (string, error) {
	canonical, err := a.OrganizationIDs.CanonicalOrganizationID(id)
	own, _ := canonicalTenant(a.Default)
	if err == nil && a.ofOneTenant && canonical != own {
		return "", adapter.NewError("read the tenant ID", adapter.Rejected(
			fmt.Sprintf("the access token is of the tenant %s, and reaches no other", own),
			"For several tenants, use the client secret, certificate or federated token of an app that is in all of them, or a provider block for each."))
	}
	return canonical, err
}
