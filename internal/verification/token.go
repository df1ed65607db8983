// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// NewChallenge returns the token of a domain that is to be managed from now on:
// the one in the service's inventory; for a verified domain the one in the DNS,
// because requesting a token may make the domain pending again; else the one
// that the service issues. One that has expired or soon will is renewed. A domain that was
// born verified has a challenge without a token, with what is known without one.
func (w *Workflow) NewChallenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (service.Challenge, error) {
	challenge, err := w.findChallenge(ctx, svc, id, method, service.State.Verified)
	_, renews := svc.(service.Renewer)
	isHidden := renews && service.ClassOf(err) == service.Expired
	if !renews || err != nil && !isHidden {
		return challenge, err
	}
	domain, err := w.Read(ctx, svc, id)
	if err != nil || !isHidden && !w.NeedsRenewal(ctx, svc, domain, challenge) {
		return challenge, err
	}
	return w.RenewedChallenge(ctx, svc, service.RenewRequest{ID: id, Method: method, Token: challenge.Token})
}

// ImportedChallenge is NewChallenge for an import, where a state that cannot be
// read most likely is "verified": that is what people import. It adds no domain.
func (w *Workflow) ImportedChallenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (service.Challenge, error) {
	domain, err := w.Read(ctx, svc, id)
	if err != nil {
		return service.Challenge{}, err
	}
	if domain.State == service.StateAbsent && svc.Capabilities().ChallengeWrites {
		return service.Challenge{}, &service.Error{
			Class: service.Blocked, Operation: getToken(id), Reason: "the organization does not have the domain",
			Advice: "Check the organization and the spelling of the domain in the import ID. A domain that is to be added needs no import.",
		}
	}
	return w.findChallenge(ctx, svc, id, method, func(state service.State) bool { return state != service.StatePending })
}

func (w *Workflow) findChallenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method, mayBePublished func(service.State) bool) (service.Challenge, error) {
	domain, err := w.Read(ctx, svc, id)
	if err != nil {
		return service.Challenge{}, err
	}
	if domain.State == service.StateReleasing {
		return service.Challenge{}, releasing(getToken(id), domain)
	}
	if token := domain.Token(method); token != "" {
		return w.challengeOf(ctx, svc, id, method, token, domain)
	}
	if mayBePublished(domain.State) {
		token, values, err := w.published(ctx, svc, id, method)
		switch {
		case token != "":
			challenge, err := w.challengeOf(ctx, svc, id, method, token, domain)
			challenge.Publication = asPublished(challenge.Publication, values)
			return challenge, err
		case err != nil && svc.Capabilities().ChallengeWrites:
			return service.Challenge{}, err
		}
	}
	challenge, err := w.Challenge(ctx, svc, id, method)
	if service.ClassOf(err) == service.AlreadyVerified && svc.Capabilities().BornVerified != "" {
		return w.challengeOf(ctx, svc, id, method, "", domain)
	}
	return challenge, err
}

// RefreshedChallenge is Challenge for a refresh. It asks the service once for each token
// and run, however many resources have that token.
func (w *Workflow) RefreshedChallenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (service.Challenge, error) {
	key := id.String() + "/" + string(method)
	unlock, err := w.refreshes.Lock(ctx, key)
	if err != nil {
		return service.Challenge{}, err
	}
	defer unlock()
	if known, ok := w.refreshed.Load(key); ok {
		return known.(service.Challenge), nil
	}
	challenge, err := w.Challenge(ctx, svc, id, method)
	if err == nil {
		w.refreshed.Store(key, challenge)
	}
	return challenge, err
}

// KnownToken returns the token that the service shows without issuing one, else
// the one that is published, else "". A service whose tokens belong to the caller has one
// for every name, so that asking for it issues none.
func (w *Workflow) KnownToken(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (string, error) {
	domain, err := w.Read(ctx, svc, id)
	if err != nil || domain.Token(method) != "" {
		return domain.Token(method), err
	}
	if _, ofCaller := svc.(service.CallerIdentifier); ofCaller {
		challenge, err := w.RefreshedChallenge(ctx, svc, id, method)
		if service.ClassOf(err) == service.AlreadyVerified {
			return "", nil
		}
		return challenge.Token, err
	}
	return w.PublishedToken(ctx, svc, id, method), nil
}

// PublishedToken reads the token from the DNS: a service that no longer shows it
// has confirmed a record that most likely is still published. It returns "" when
// there is none or more than one. What cannot be a token counts as none (invariant 18).
// Where tokens belong to the caller, a published one may be somebody else's.
func (w *Workflow) PublishedToken(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) string {
	token, _, _ := w.published(ctx, svc, id, method) // without the DNS, none is known
	return token
}

// published is PublishedToken, and the values that have it, with an error where one may be
// published: to request another one could invalidate it (invariant 19).
func (w *Workflow) published(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (token string, values []string, err error) {
	if _, ofCaller := svc.(service.CallerIdentifier); ofCaller {
		return "", nil, nil
	}
	publication, err := svc.Publication(ctx, id, method, "")
	switch {
	case err != nil || publication.Record == nil || publication.Record.Name == "":
		return "", nil, nil //nolint:nilerr // then no record shows it, and the request for a token says why
	case w.deps.DNS == nil:
		return "", nil, unseenToken(id, service.Blocked, "the DNS is not queried: dns.mode is off, or the dns settings are known only after apply", "Query the DNS")
	}
	report, err := w.deps.DNS.Check(ctx, dnscheck.Question{Name: publication.Record.Name, Type: dnscheck.Type(publication.Record.Type)})
	if err != nil {
		unseen := unseenToken(id, service.Transient, "the DNS does not show whether it is published", tryAgain)
		unseen.Cause = err
		return "", nil, unseen
	}
	for _, value := range report.Values() {
		found, ok := svc.ParsePublished(method, value)
		if !ok || service.CheckToken(found) != nil {
			continue
		}
		if token != "" && found != token {
			return "", nil, unseenToken(id, service.Blocked, "several tokens of this service are published", "Remove those that no organization needs any more from the DNS")
		}
		token, values = found, append(values, value)
	}
	if token == "" && !report.Published() && !report.Gone() {
		return "", nil, unseenToken(id, service.Transient, "the name servers do not agree on whether it is published, or too few of them respond ("+strings.Join(report.GroupedLines(), "; ")+")", tryAgain)
	}
	return token, values, nil
}

const tryAgain = "Run Terraform again when the name servers of the domain respond"

// unseenToken is the error of a token that is not requested because another one, which
// the service does not show, may be published.
func unseenToken(id service.DomainID, class service.Class, reason, advice string) *service.Error {
	return &service.Error{
		Class: class, Operation: getToken(id),
		Reason: "the service does not show it, and " + reason + ". No other token was requested, because that could invalidate the published one",
		Advice: advice + ", or leave out the domainverify_verification_token: a verified domain needs no token.",
	}
}

func getToken(id service.DomainID) string { return "get the verification token of " + id.Domain }

// asPublished is what is published in place of a guess: published instead, that would
// replace the record that the service has confirmed (invariant 19).
func asPublished(guess service.Publication, values []string) service.Publication {
	if !guess.Guessed || guess.Record == nil || len(values) == 0 || slices.Contains(values, guess.Record.Value) {
		return guess
	}
	record := *guess.Record
	record.Value = values[0]
	guess.Record = &record
	return guess
}
