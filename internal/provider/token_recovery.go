// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// recoverChallenge finds the token of a domain that Terraform does not know
// yet: from the service's inventory, else from the record that stands in the
// DNS, else by asking the service for it, which an import may do and a refresh
// may not.
func (d *Data) recoverChallenge(ctx context.Context, of imported) (service.Challenge, error) {
	domain, err := of.service.Read(ctx, of.id)
	if err != nil {
		return service.Challenge{}, err
	}
	token := domain.Token
	if token == "" && domain.State != service.StatePending {
		token = d.publishedToken(ctx, of.service, of.id, of.method)
	}
	if token == "" {
		challenge, err := of.service.Challenge(ctx, of.id, of.method)
		return challenge, withTokenAdvice(err)
	}
	publication, err := of.service.Publication(ctx, of.id, of.method, token)
	return service.Challenge{Token: token, Publication: publication}, err
}

// publishedChallenge stands in for a service that issues no token any more,
// because the domain is verified. reason is its refusal.
func (d *Data) publishedChallenge(ctx context.Context, found service.Service, id service.DomainID, method service.Method, reason error) (service.Challenge, error) {
	token := d.publishedToken(ctx, found, id, method)
	if token == "" {
		return service.Challenge{}, withTokenAdvice(reason)
	}
	publication, err := found.Publication(ctx, id, method, token)
	return service.Challenge{Token: token, Publication: publication}, err
}

func withTokenAdvice(err error) error {
	if typed, ok := err.(*service.Error); ok && typed.Class == service.AlreadyVerified {
		typed.Reason += "; nor does the DNS show one record with a token of this service"
		typed.Advice = "A verified domain needs no token. Leave the domainverify_verification_token out and give the domainverify_verification any text as its token, " +
			"or publish the old record again if you still have it."
	}
	return err
}

// publishedToken reads the token from the world: a service that no longer
// tells it has confirmed a record that most likely still stands. Empty when
// there is none or more than one.
func (d *Data) publishedToken(ctx context.Context, found service.Service, id service.DomainID, method service.Method) string {
	publication, err := found.Publication(ctx, id, method, "")
	if err != nil || publication.Record == nil || publication.Record.Name == "" || d.DNS.shared == nil {
		return ""
	}
	report, err := d.DNS.shared.Check(ctx, dnscheck.Question{Name: publication.Record.Name, Type: dnscheck.Type(publication.Record.Type)})
	if err != nil {
		return ""
	}
	var tokens []string
	for _, value := range report.Values() {
		if token, ok := found.ParsePublished(method, value); ok && !slices.Contains(tokens, token) {
			tokens = append(tokens, token)
		}
	}
	if len(tokens) != 1 {
		return ""
	}
	return tokens[0]
}
