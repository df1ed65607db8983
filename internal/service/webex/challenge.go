// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Challenge implements adapter.Operations.
func (o *organization) Challenge(ctx context.Context, operation, domain string, _ service.Method) (service.Challenge, error) {
	known, err := o.Snapshot(ctx, operation)
	switch {
	case err != nil:
		return service.Challenge{}, err
	case known.Of(domain).State == service.StateClaimed:
		return service.Challenge{}, &service.Error{
			Class: service.AlreadyVerified, Operation: operation,
			Reason: "the domain is claimed, and Webex issues no token for a claimed domain",
		}
	}
	token, err := o.tokenToPublish(ctx, operation, domain)
	if err != nil {
		return service.Challenge{}, o.tokenFailure(ctx, operation, o.DomainID(domain), err, "")
	}
	o.memory.Remember(domain, func(facts *domainFacts) { facts.challenged = true })
	return service.Challenge{Token: token, Rereadable: o.keepsTokens()}, nil
}

// requestToken gets the token, which makes the domain pending. After an ambiguous
// failure it requests it once more, and so finds the entry that a request whose
// response was lost has made.
func (o *organization) requestToken(ctx context.Context, operation, domain string) (string, error) {
	var response tokenResponse
	_, err := o.Repeat(ctx, func() (err error) { response, err = o.client.getToken(ctx, domain); return err })
	if err == nil {
		err = o.checkToken(operation, domain, response)
	}
	if err != nil {
		return "", err
	}
	o.recordToken(domain, response.Token)
	o.updateState(domain, service.StatePending)
	return response.Token, nil
}

// tokenFailure explains a refused token request. A 409 means that the domain is
// claimed, by another organization or by this one, and does not tell which
// (wire/webex.md 1.1), so the organization is read anew.
func (o *organization) tokenFailure(ctx context.Context, operation string, id service.DomainID, err error, finds string) error {
	switch adapter.StatusOf(err) {
	case http.StatusConflict:
	case http.StatusBadRequest:
		return o.NotAccepted(ctx, operation, err, "Check the spelling, and see the Webex error above. In Webex for Government, public mail domains cannot be added.")
	default:
		return o.writeFailure(ctx, operation, id, err, finds)
	}
	snapshot, readErr := o.reread(ctx, operation, id.Domain)
	if readErr != nil {
		return readErr
	}
	meaning := heldElsewhere()
	parent := claimedParent(snapshot, id.Domain)
	switch state := snapshot.Of(id.Domain).State; {
	case state.Verified():
		meaning = adapter.Meaning{
			Class:  service.AlreadyVerified,
			Reason: fmt.Sprintf("the domain is %s in this organization, and Webex no longer issues a token for it", state),
		}
	case parent != "":
		// Whether a name below a claimed domain gets a token is not documented.
		meaning = adapter.Blocked(
			fmt.Sprintf("Webex refuses the domain; this organization has claimed %s, which may cover it, or another organization has claimed the domain",
				parent),
			fmt.Sprintf("If the claim on %s is enough, this domain needs none of its own. Otherwise contact Cisco support.", parent))
	case !snapshot.Known:
		meaning.Reason = "the domain is claimed, by another organization or by this one, or verified in this one; Webex does not tell which"
		meaning.Advice = importAdvice("domain", id, otherwiseReleaseElsewhere)
	}
	return o.Refusal(ctx, operation, err, meaning)
}

func claimedParent(snapshot service.Snapshot, domain string) string {
	for _, parent := range adapter.Parents(domain) {
		if snapshot.Domains[parent].State == service.StateClaimed {
			return parent
		}
	}
	return ""
}

func heldElsewhere() adapter.Meaning {
	return adapter.HeldElsewhere("another organization has claimed the domain",
		"Waiting does not help: the organization that holds the claim has to release it. If you do not know which one that is, contact Cisco support.")
}

// importAdvice has the command on a line of its own, which Terraform does not
// wrap.
func importAdvice(what string, id service.DomainID, otherwise string) string {
	return fmt.Sprintf("If %s shows the %s in this organization, import it:\n\n  terraform import ADDRESS %s\n\n%s", controlHub, what, id, otherwise)
}

const otherwiseReleaseElsewhere = "Otherwise the organization that holds it has to release it first; waiting does not help."
