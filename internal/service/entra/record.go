// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// recordTTL is what Microsoft shows with the record.
const recordTTL = 3600

// textPrefix stands before a token in a TXT record.
const textPrefix = "MS="

// tokenForm is that of every token that was seen (wire/entra.md 4).
var tokenForm = regexp.MustCompile(`^(?i:ms)[0-9]+$`)

// Publication implements adapter.Operations. A token of another form than the usual one is
// the whole text.
func (o *organization) Publication(_ context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	value := token
	if tokenForm.MatchString(token) {
		value = textPrefix + token
	}
	publication, err := o.TXTRecord(id, method, value)
	if err == nil {
		publication.Record.TTL = recordTTL
	}
	return publication, err
}

// tokenIn is the token in the text of a record, the inverse of Publication.
func tokenIn(text string) string {
	if token, isUsual := strings.CutPrefix(text, textPrefix); isUsual && tokenForm.MatchString(token) {
		return token
	}
	return text
}

// ParsePublished implements service.Service. Old tenants leave such records behind, so
// that there may be several at one domain.
func (a *Adapter) ParsePublished(method service.Method, value string) (string, bool) {
	if method != service.MethodDNSTXT || len(value) <= len(textPrefix) || !strings.EqualFold(value[:len(textPrefix)], textPrefix) {
		return "", false
	}
	if token := value[len(textPrefix):]; tokenForm.MatchString(token) {
		return token, true
	}
	return value, service.CheckToken(value) == nil
}
