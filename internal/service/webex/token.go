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
		o.invalidateIfAmbiguous(err, domain)
		return "", err
	}
	if response.Token == "" {
		return "", &service.Error{
			Class:     service.Transient,
			Operation: "get the verification token of " + domain,
			Reason:    "Webex answered with success but without a token",
			Advice:    "Run Terraform again. If it goes on, check base_url and a proxy in between.",
		}
	}
	if err := checkTokenAnswer(domain, response); err != nil {
		return "", err
	}
	o.noteToken(domain, response.Token)
	o.updateState(domain, service.StatePending)
	return response.Token, nil
}

// stabilityLockKey is no domain's turn.
const stabilityLockKey = "whether asking again gives another token"

// wantedToken returns the token that adding the domain gave in this process, so
// that one request serves both. The first domain of a run is asked about once
// more, before anything is published that this could invalidate: whether the
// answer is the same shows for the whole organization whether a refresh may ask.
func (o *organization) wantedToken(ctx context.Context, operation, domain string) (string, error) {
	token, ok := o.keptToken(domain)
	if !ok {
		return o.requestToken(ctx, domain)
	}
	if o.knowsRenewal() {
		return token, nil
	}
	unlock, err := o.lock(ctx, operation, stabilityLockKey)
	if err != nil {
		return "", err
	}
	defer unlock()
	if o.knowsRenewal() {
		return token, nil
	}
	o.keepToken(domain, false)
	if token, err = o.requestToken(ctx, domain); err == nil {
		o.keepToken(domain, true)
	}
	return token, err
}

// keepToken notes whether the last token of a domain is the one of its adding.
func (o *organization) keepToken(domain string, keep bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.kept[domain] = keep
}

func (o *organization) keptToken(domain string) (string, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	token, ok := o.tokens[domain]
	return token, ok && o.kept[domain]
}

func (o *organization) knowsRenewal() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.renews != nil
}

// noteToken also notes whether asking again gives the same token, which Cisco
// does not say: the first domain that is asked about twice shows it. Another
// token shows the contrary at any time, whatever was seen before.
func (o *organization) noteToken(domain, token string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if before, ok := o.tokens[domain]; ok && (o.renews == nil || before != token) {
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
