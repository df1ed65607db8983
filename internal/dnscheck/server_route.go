// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// onlyFamily is the address family of all addresses of the server, or "".
func (r Report) onlyFamily(name string) string {
	family := ""
	for _, a := range r.first() {
		if a.Name != name {
			continue
		}
		of := dnsquery.AddressFamily(a.Err, a.Address)
		if of == "" || family != "" && of != family {
			return ""
		}
		family = of
	}
	return family
}

// reaches reports whether anything came from a server by this family.
func (r Report) reaches(family string) bool {
	return slices.ContainsFunc(r.Servers, func(a ServerAnswer) bool {
		return a.Verdict != Unreachable && dnsquery.AddressFamily(nil, a.Address) == family
	})
}

// unrouted: all addresses of the server are of one family, and this machine has
// no route for it, as far as this report shows.
func (r Report) unrouted(name string) string {
	family := r.onlyFamily(name)
	if family == "" || r.reaches(family) {
		return ""
	}
	for _, a := range r.Servers {
		// Silence of another server shows that packets do leave.
		if dnsquery.AddressFamily(a.Err, a.Address) == family && dnsquery.NoRoute(a.Err, a.Address) != family {
			return ""
		}
	}
	return family
}
