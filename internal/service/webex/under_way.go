// SPDX-License-Identifier: MPL-2.0

package webex

import "time"

// guardPause is how soon it is worth asking again whether the administrators'
// domain, whose verification this run has begun, is verified.
const guardPause = 2 * time.Second

func (o *organization) setUnderWay(domain string, underWay bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.underWay[domain] = underWay
}

func (o *organization) isUnderWay(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.underWay[domain]
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

// once returns the notice the first time and nothing afterwards.
func (o *organization) once(given *bool, notice string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if *given {
		return ""
	}
	*given = true
	return notice
}
