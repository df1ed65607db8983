// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"fmt"

	"github.com/miekg/dns"
)

// SetDelegation makes the parent server delegate a zone to these hosts ("ns1.elsewhere.test") instead of the world's
// own; no hosts take the delegation away, as for a domain that was never registered or has expired. The zone itself
// stays on the authoritative servers. Delegations between the world's own zones are changed with AddRR and RemoveRRset.
func (w *World) SetDelegation(zoneName string, hosts ...string) error {
	child := dns.CanonicalName(zoneName)
	above := w.delegations.find(parentName, labelAbove(child))
	if child == "." || above == nil {
		return fmt.Errorf("set delegation of %q: nothing is above it", zoneName)
	}
	w.delegations.edit(above.origin, func(z *zone) bool {
		z.removeRRset(child, dns.TypeNS)
		for _, host := range hosts {
			z.put(&dns.NS{Hdr: header(child, dns.TypeNS, infrastructureTTL), Ns: dns.CanonicalName(host)})
		}
		return true
	})
	return nil
}
