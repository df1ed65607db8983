// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// newChallenge is the token of a domain that Terraform is to manage from now
// on: the one that the service's inventory tells; for a verified domain the one
// that stands in the DNS, because asking for a token may register the domain
// as pending once more; else the one that the service issues.
func (d *Data) newChallenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (service.Challenge, error) {
	return d.findChallenge(ctx, svc, id, method, service.State.Verified)
}

// importedChallenge is newChallenge for an import, where a state that cannot be
// read most likely is "verified": that is what people import.
func (d *Data) importedChallenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (service.Challenge, error) {
	return d.findChallenge(ctx, svc, id, method, func(state service.State) bool { return state != service.StatePending })
}

func (d *Data) findChallenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method, lookAtDNS func(service.State) bool) (service.Challenge, error) {
	domain, err := d.readDomain(ctx, svc, id)
	if err != nil {
		return service.Challenge{}, err
	}
	token := domain.Token(method)
	if token == "" && lookAtDNS(domain.State) {
		token = d.publishedToken(ctx, svc, id, method)
	}
	if token == "" {
		challenge, err := d.challenge(ctx, svc, id, method)
		return challenge, withTokenAdvice(err)
	}
	publication, err := d.publication(ctx, svc, id, method, token)
	return service.Challenge{Token: token, Publication: publication}, err
}

// knownToken is the token that the service tells without issuing one, or else
// the one that is published; empty when neither is there.
func (d *Data) knownToken(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (string, error) {
	domain, err := d.readDomain(ctx, svc, id)
	if err != nil || domain.Token(method) != "" {
		return domain.Token(method), err
	}
	return d.publishedToken(ctx, svc, id, method), nil
}

func withTokenAdvice(err error) error {
	if typed, ok := errors.AsType[*service.Error](err); ok && typed.Class == service.AlreadyVerified {
		typed.Reason += "; nor does the DNS show one record with a token of this service"
		typed.Advice = "A verified domain needs no token. Leave the domainverify_verification_token out and give the domainverify_verification any text as its token, " +
			"or publish the old record again if you still have it."
	}
	return err
}

// publishedToken reads the token from the world: a service that no longer
// tells it has confirmed a record that most likely still stands. Empty when
// there is none or more than one.
func (d *Data) publishedToken(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) string {
	publication, err := svc.Publication(ctx, id, method, "")
	if err != nil || publication.Record == nil || publication.Record.Name == "" || d.DNS.shared == nil {
		return ""
	}
	report, err := d.DNS.shared.Check(ctx, dnscheck.Question{Name: publication.Record.Name, Type: dnscheck.Type(publication.Record.Type)})
	if err != nil {
		return ""
	}
	var tokens []string
	for _, value := range report.Values() {
		if token, ok := svc.ParsePublished(method, value); ok && !slices.Contains(tokens, token) {
			tokens = append(tokens, token)
		}
	}
	if len(tokens) != 1 {
		return ""
	}
	return tokens[0]
}
