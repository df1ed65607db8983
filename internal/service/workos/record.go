// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// defaultPrefix stands before the token where WorkOS shows no prefix
	// (workos.com/docs/domain-verification/api).
	defaultPrefix = "verification_token"
	recordTTL     = 300
)

// prefixForm is how prefixes look: the name of the product that runs on WorkOS,
// and the lower-cased end of the domain's ID. The description has one example, and
// every record found in the DNS has the form (wire/workos.md 1.4).
var prefixForm = regexp.MustCompile(`^[a-z0-9-]+-domain-verification-[0-9a-z]{6}$`)

// Publication implements service.Service: a TXT record at the domain itself.
func (a *Adapter) Publication(ctx context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	operation := "determine the record for " + id.Domain
	if method != service.MethodDNSTXT {
		return service.Publication{}, &service.Error{
			Class: service.Rejected, Operation: operation,
			Reason: fmt.Sprintf("WorkOS does not support the method %q", method),
			Advice: fmt.Sprintf("Use method = %q.", service.MethodDNSTXT),
		}
	}
	record := service.Record{Name: id.Domain, Type: "TXT", TTL: recordTTL}
	if token == "" {
		return service.Publication{Record: &record}, nil
	}
	o := a.organizations.Get(id.OrganizationID)
	known, err := o.known(ctx, operation, id.Domain)
	if err == nil && known.Tokens == nil {
		// Without a token the inventory does not show the prefix either.
		_, err = o.readDomain(ctx, operation, id.Domain, known.RemoteID)
	}
	if err != nil {
		return service.Publication{}, err
	}
	prefix, shown := a.prefixes.of(id)
	if prefix == "" {
		prefix = defaultPrefix
	}
	record.Value = prefix + "=" + token
	return service.Publication{Record: &record, Guessed: !shown}, nil
}

// ParsePublished implements service.Service.
func (a *Adapter) ParsePublished(method service.Method, value string) (string, bool) {
	prefix, token, found := strings.Cut(value, "=")
	if !found || token == "" || method != service.MethodDNSTXT {
		return "", false
	}
	if prefix != defaultPrefix && !prefixForm.MatchString(prefix) && !a.prefixes.contain(prefix) {
		return "", false
	}
	return token, true
}

// prefixes holds what stands before the token of each domain, "" where that has no
// prefix. A domain for which WorkOS has shown neither token nor prefix is missing.
type prefixes struct {
	mu       sync.Mutex
	byDomain map[service.DomainID]string
}

func newPrefixes() *prefixes { return &prefixes{byDomain: map[service.DomainID]string{}} }

func (p *prefixes) of(id service.DomainID) (prefix string, shown bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	prefix, shown = p.byDomain[id]
	return prefix, shown
}

// set keeps the prefix that a response shows. One without prefix and token (a
// verified domain may show neither) changes nothing.
func (p *prefixes) set(id service.DomainID, shown domainResponse) {
	if shown.VerificationToken == "" && shown.VerificationPrefix == "" || invalidToken(shown) != "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byDomain[id] = shown.VerificationPrefix
}

func (p *prefixes) remove(id service.DomainID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.byDomain, id)
}

// contain reports whether WorkOS has shown the prefix for any domain.
func (p *prefixes) contain(prefix string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, known := range p.byDomain {
		if known == prefix {
			return prefix != ""
		}
	}
	return false
}
