// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// defaultPrefix stands before the token where WorkOS shows no prefix
	// (workos.com/docs/domain-verification/api).
	defaultPrefix = "verification_token"
	recordTTL     = 300
)

// prefixForm is how prefixes look: the name of the product that runs on WorkOS,
// and the lower-cased end of the domain's id. Only the field itself is
// documented; the form shows in every record seen in the wild.
var prefixForm = regexp.MustCompile(`^[a-z0-9-]+-domain-verification-[0-9a-z]{6}$`)

// Publication implements service.Service: a TXT record at the domain itself.
// Older pages of WorkOS said _acme-challenge; the current ones do not.
func (a *Adapter) Publication(ctx context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	operation := "determine the record for " + id.Domain
	if method != service.MethodDNSTXT {
		return service.Publication{}, &service.Error{
			Class:     service.Rejected,
			Operation: operation,
			Reason:    fmt.Sprintf("WorkOS does not know the method %q", method),
			Advice:    fmt.Sprintf("Use method = %q.", service.MethodDNSTXT),
		}
	}
	record := service.Record{Name: id.Domain, Type: "TXT", TTL: recordTTL}
	if token == "" {
		return service.Publication{Record: &record}, nil
	}
	organization := a.organization(id.OrganizationID)
	known, err := organization.registered(ctx, operation, id.Domain)
	if err != nil {
		return service.Publication{}, err
	}
	if known.Tokens == nil {
		// Without a token the inventory does not tell the prefix either.
		if _, err := organization.readDomain(ctx, operation, id.Domain, known.RemoteID); err != nil {
			return service.Publication{}, err
		}
	}
	prefix, shown := organization.shownPrefix(id.Domain)
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
	if prefix != defaultPrefix && !prefixForm.MatchString(prefix) && !a.hasPrefix(prefix) {
		return "", false
	}
	return token, true
}

// hasPrefix reports whether WorkOS has shown the prefix for some domain.
func (a *Adapter) hasPrefix(prefix string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, organization := range a.organizations {
		if slices.Contains(organization.allPrefixes(), prefix) {
			return prefix != ""
		}
	}
	return false
}
