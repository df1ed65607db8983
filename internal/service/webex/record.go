// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// defaultRecordPrefix stands before the token (wire/webex.md 3).
const defaultRecordPrefix = "cisco-ci-domain-verification="

// Publication implements adapter.Operations: a TXT record at the domain itself.
func (o *organization) Publication(_ context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	if token != "" {
		token = o.recordPrefix + token
	}
	return o.TXTRecord(id, method, token)
}

// ParsePublished implements service.Service.
func (a *Adapter) ParsePublished(method service.Method, value string) (string, bool) {
	token, found := strings.CutPrefix(value, a.recordPrefix)
	return token, found && token != "" && method == service.MethodDNSTXT
}
