// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// defaultPrefix stands before the token where WorkOS shows no prefix
// (workos.com/docs/domain-verification/api).
const defaultPrefix = "verification_token"

// prefixForm is how prefixes look: the name of the product that runs on WorkOS,
// and the lower-cased end of the domain's ID. The description has one example, and
// every record found in the DNS has the form (wire/workos.md 1.4).
var prefixForm = regexp.MustCompile(`^[a-z0-9-]+-domain-verification-[0-9a-z]{6}$`)

// productForm is the whole value of a product that runs on WorkOS, whose tokens have
// 25 characters (workos.com/docs/reference/domain-verification).
var productForm = regexp.MustCompile(`^([0-9A-Za-z-]+?)-domain-verification-[0-9A-Za-z-]{6}=([0-9A-Za-z-]{25})$`)

// Publication implements adapter.Operations: a TXT record at the domain itself.
func (o *organization) Publication(ctx context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	publication, err := o.TXTRecord(id, method, "")
	if err != nil || token == "" {
		return publication, err
	}
	operation := "determine the record for " + id.Domain
	known, err := o.Known(ctx, operation, id.Domain)
	if err == nil && known.Tokens == nil && !known.State.Verified() {
		// Without a token the inventory does not show the prefix either. WorkOS may hide both
		// of a verified domain, which is then not read for each plan.
		_, err = o.readDomain(ctx, operation, id.Domain, known.RemoteID)
	}
	if err != nil {
		return service.Publication{}, err
	}
	prefix, shown := o.prefixes.Get(id)
	publication.Record.Value = adapter.FirstNonEmpty(prefix, defaultPrefix) + "=" + token
	publication.Guessed = !shown
	return publication, nil
}

// ParsePublished implements service.Service.
func (a *Adapter) ParsePublished(method service.Method, value string) (string, bool) {
	prefix, token, found := strings.Cut(value, "=")
	if !found || token == "" || method != service.MethodDNSTXT {
		return "", false
	}
	isShown := func(known string) bool { return known == prefix && prefix != "" }
	if prefix != defaultPrefix && !prefixForm.MatchString(prefix) && !a.prefixes.Any(isShown) {
		return "", false
	}
	return token, true
}

// keepPrefix keeps the prefix that a response shows, "" where the domain has none.
// One without prefix and token (a verified domain may show neither) changes nothing.
func (o *organization) keepPrefix(domain string, shown domainResponse) {
	if (shown.VerificationToken != "" || shown.VerificationPrefix != "") && invalidToken(shown) == "" {
		o.prefixes.Set(o.DomainID(domain), shown.VerificationPrefix)
	}
}
