// SPDX-License-Identifier: MPL-2.0

package webex

import "time"

// guardPause is how soon it is worth asking again whether the administrators'
// domain, whose verification this run has begun, is verified.
const guardPause = 2 * time.Second

func (o *organization) setInProgress(domain string, underWay bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.inProgress[domain] = underWay
}

func (o *organization) isInProgress(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.inProgress[domain]
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
