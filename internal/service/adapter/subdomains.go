// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"maps"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Parents lists the names above a domain, the nearest first.
func Parents(domain string) (above []string) {
	for _, parent, found := strings.Cut(domain, "."); found; _, parent, found = strings.Cut(parent, ".") {
		above = append(above, parent)
	}
	return above
}

// Subdomains lists what an organization has below a domain, which a service may keep
// for their sake.
func Subdomains(snapshot service.Snapshot, domain string) (below []string) {
	for _, name := range slices.Sorted(maps.Keys(snapshot.Domains)) {
		if strings.HasSuffix(name, "."+domain) {
			below = append(below, name)
		}
	}
	return below
}
