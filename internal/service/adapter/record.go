// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const recordTTL = 300

// TXTRecord is what a service of one method wants to see: a TXT record at the domain
// itself. The value is empty as long as the token is not known.
func (v *Vendor) TXTRecord(id service.DomainID, method service.Method, value string) (service.Publication, error) {
	if method != service.MethodDNSTXT {
		return service.Publication{}, &service.Error{
			Class: service.Rejected, Operation: "determine the record for " + id.Domain,
			Reason: fmt.Sprintf("invalid method %q for %s: must be %q", method, v.Company, service.MethodDNSTXT),
		}
	}
	return service.Publication{Record: &service.Record{Name: id.Domain, Type: "TXT", Value: value, TTL: recordTTL}}, nil
}
