// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// requestToken asks for the token, which makes the domain pending. After an
// ambiguous failure it asks once more: the request is its own look, since it
// finds the entry that a lost one has made.
func (o *organization) requestToken(ctx context.Context, domain string) (string, error) {
	response, err := o.client.getToken(ctx, domain)
	if httpapi.Ambiguous(err) {
		err = repeat(err, func() (again error) {
			response, again = o.client.getToken(ctx, domain)
			return again
		})
	}
	if err != nil {
		o.forgetWhenOpen(err, domain)
		return "", err
	}
	if response.Token == "" {
		return "", &service.Error{
			Class:   service.Transient,
			Attempt: "get the verification token of " + domain,
			Reason:  "Webex answered with success but without a token",
			Advice:  "Run Terraform again. If it goes on, check base_url and a proxy in between.",
		}
	}
	if err := checkTokenAnswer(domain, response); err != nil {
		return "", err
	}
	o.noteToken(domain, response.Token)
	o.learnState(domain, service.StatePending)
	return response.Token, nil
}

// noteToken also notes whether asking again gives the same token, which Cisco
// does not say: the first domain that is asked about twice shows it.
func (o *organization) noteToken(domain, token string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if before, ok := o.tokens[domain]; ok && o.renews == nil {
		renews := before != token
		o.renews = &renews
	}
	o.tokens[domain] = token
}

// keepsTokens reports whether asking again was seen to give the same token.
func (o *organization) keepsTokens() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.renews != nil && !*o.renews
}

func (o *organization) lastToken(domain string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.tokens[domain]
}

// challengeOf returns the token of a domain that this run is about to verify.
func (o *organization) challengeOf(domain string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.challenged[domain] {
		return ""
	}
	return o.tokens[domain]
}

func (o *organization) setChallenged(domain string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.challenged[domain] = true
}
