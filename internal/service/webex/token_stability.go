// SPDX-License-Identifier: MPL-2.0

package webex

import "context"

// Whether requesting a token again gives the same one is not documented, and
// another one would invalidate what is published (invariant 19). Two equal tokens
// for one domain show that it does, for the whole organization; only then may a
// refresh or an explanation request a token.

// stabilityLockKey cannot be a domain.
const stabilityLockKey = "token stability"

// tokenToPublish returns the token that Add got in this process, so that one
// request serves both. That of the first domain of a run is requested once more,
// before anything is published that this could invalidate.
func (o *organization) tokenToPublish(ctx context.Context, operation, domain string) (string, error) {
	facts := o.memory.Recall(domain)
	if !facts.tokenOfAdd {
		return o.requestToken(ctx, operation, domain)
	}
	unlock, err := o.Lock(ctx, operation, stabilityLockKey)
	if err != nil {
		return "", err
	}
	defer unlock()
	if o.facts.Get().reissuesTokens != nil {
		return facts.token, nil
	}
	o.memory.Remember(domain, func(facts *domainFacts) { facts.tokenOfAdd = false })
	token, err := o.requestToken(ctx, operation, domain)
	if err == nil {
		o.memory.Remember(domain, func(facts *domainFacts) { facts.tokenOfAdd = true })
	}
	return token, err
}

// recordToken also records whether Webex reissues tokens. Another token shows it at
// any time, whatever was seen before.
func (o *organization) recordToken(domain, token string) {
	before := ""
	o.memory.Remember(domain, func(facts *domainFacts) { before, facts.token = facts.token, token })
	if before == "" {
		return
	}
	o.facts.Change(func(facts *organizationFacts) {
		if reissues := before != token; reissues || facts.reissuesTokens == nil {
			facts.reissuesTokens = &reissues
		}
	})
}

// keepsTokens reports whether requesting again was seen to give the same token.
func (o *organization) keepsTokens() bool {
	reissues := o.facts.Get().reissuesTokens
	return reissues != nil && !*reissues
}
