// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"slices"
	"time"
)

// guardPause is how soon it is worth asking again about what this run has begun:
// the verification of the administrators' domain, or the release of another.
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

// beginVerify lets the verification of a domain begin unless the release of one
// of the administrators' has been let pass, which would then no longer be the
// last one.
func (o *organization) beginVerify(domain string, admins administrators) (released string, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, admin := range admins.domains {
		if admin != domain && o.letGo[admin] {
			return admin, false
		}
	}
	delete(o.letGo, domain)
	o.inProgress[domain] = true
	return "", true
}

// beginRelease lets the release of one of the administrators' domains pass
// unless the verification of a domain that is not named is under way.
func (o *organization) beginRelease(domain string, named []string) (verifying []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for other, underWay := range o.inProgress {
		if underWay && !slices.Contains(named, other) {
			verifying = append(verifying, other)
		}
	}
	slices.Sort(verifying)
	if len(verifying) == 0 {
		o.letGo[domain] = true
	}
	return verifying
}

// setRemoving notes that the release of a domain has begun or ended. Whatever
// came of it, nothing waits for it any longer.
func (o *organization) setRemoving(domain string, removing bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.removing[domain] = removing
	if !removing {
		delete(o.inProgress, domain)
		delete(o.letGo, domain)
	}
}

// removesOthers reports whether the release of another domain is under way.
func (o *organization) removesOthers(domain string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for other, removing := range o.removing {
		if removing && other != domain {
			return true
		}
	}
	return false
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
