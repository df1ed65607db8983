// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"net/netip"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/publicaddr"
)

// PrivateAddressError means that the DNS gives a name server an address that is
// not one of the public internet. It was not asked: whoever controls a zone could
// otherwise send queries into the network of whoever checks it.
type PrivateAddressError struct {
	Server  string
	Address netip.Addr
}

func (e *PrivateAddressError) Error() string {
	return fmt.Sprintf("not asked: %s is not a public address (configure the server in dns.nameservers, or set dns.allow_private = true for a split horizon)", e.Address)
}

// private reports whether addr may not be asked because of what the DNS says of
// a server of name. Addresses for documentation are refused where the name is
// a public one; reserved names have no others.
func private(addr netip.Addr, name dnsquery.FQDN) bool {
	if publicaddr.Documentation(addr) {
		return name.TopLevel().IsPublicTopLevel()
	}
	return !publicaddr.Is(addr)
}
