// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// defaultRecordPrefix stands before the token (wire/webex.md 3).
	defaultRecordPrefix = "cisco-ci-domain-verification="
	recordTTL           = 300
)

// Publication implements service.Service: a TXT record at the domain itself.
func (a *Adapter) Publication(_ context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	if method != service.MethodDNSTXT {
		return service.Publication{}, &service.Error{
			Class: service.Rejected, Operation: "determine the record for " + id.Domain,
			Reason: fmt.Sprintf("invalid method %q for Webex: must be %q", method, service.MethodDNSTXT),
		}
	}
	record := service.Record{Name: id.Domain, Type: "TXT", TTL: recordTTL}
	if token != "" {
		record.Value = a.recordPrefix + token
	}
	return service.Publication{Record: &record}, nil
}

// ParsePublished implements service.Service.
func (a *Adapter) ParsePublished(method service.Method, value string) (string, bool) {
	token, found := strings.CutPrefix(value, a.recordPrefix)
	return token, found && token != "" && method == service.MethodDNSTXT
}
