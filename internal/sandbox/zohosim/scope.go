// SPDX-License-Identifier: MPL-2.0

package zohosim

import "strings"

// Scopes of wire/zoho.md 1 and 1.8. Each family also has ALL, which includes the rest.
const (
	ScopeDomainsCreate    = domainScopes + "CREATE"
	ScopeDomainsRead      = domainScopes + "READ"
	ScopeDomainsUpdate    = domainScopes + "UPDATE"
	ScopeDomainsDelete    = domainScopes + "DELETE"
	ScopeDomainsAll       = domainScopes + "ALL"
	ScopeOrganizationRead = organizationScopes + "READ"
	ScopeOrganizationAll  = organizationScopes + "ALL"

	domainScopes       = "ZohoMail.organization.domains."
	organizationScopes = "ZohoMail.partner.organization."
)

// AllScopes is what an unrestricted token has.
func AllScopes() []string { return []string{ScopeDomainsAll, ScopeOrganizationAll} }

// grants compares without regard to case, as scopes are typed by hand and Zoho's own
// pages write them differently.
func grants(granted []string, needed string) bool {
	family := needed[:strings.LastIndex(needed, ".")+1]
	for _, scope := range granted {
		if strings.EqualFold(scope, needed) || strings.EqualFold(scope, family+"ALL") {
			return true
		}
	}
	return false
}
