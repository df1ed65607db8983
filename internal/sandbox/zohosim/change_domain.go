// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"net/http"
)

// changeDomain is PUT on the bare path. Modes are compared exactly: case matters
// (wire/zoho.md 1.5). Those that the sandbox does not have are refused like unknown ones.
func (s *Sim) changeDomain(c call) (answer, *failure) {
	mode := c.field("mode")
	if _, isMethod := methods()[mode]; isMethod {
		if s.is(SwitchVerifyURL, "suffix") {
			return answer{}, noSuchURL()
		}
		return s.verifyDomain(c)
	}
	change := map[string]func(*domain) *failure{
		"enableMailHosting":  enableHosting,
		"disableMailHosting": disableHosting,
		"setPrimaryDomain":   s.setPrimary,
	}[mode]
	s.mu.Lock()
	defer s.mu.Unlock()
	d, fail := s.named(c)
	if fail == nil && change == nil {
		fail = unknownMode(mode)
	}
	if fail == nil {
		fail = change(d)
	}
	if fail != nil {
		return answer{}, fail
	}
	return success(nil), nil
}

// verifyBySuffix is the other documented form of the URL, which takes no other modes.
func (s *Sim) verifyBySuffix(c call) (answer, *failure) {
	if s.is(SwitchVerifyURL, "bare") {
		return answer{}, noSuchURL()
	}
	if mode := c.field("mode"); methods()[mode].look == nil {
		return answer{}, unknownMode(mode)
	}
	return s.verifyDomain(c)
}

func unknownMode(mode string) *failure {
	return refuse(http.StatusBadRequest, "INVALID_MODE", "The mode %q is not one of those of this URL.", mode)
}

func enableHosting(d *domain) *failure {
	switch {
	case !d.verified:
		return notVerified(d.name)
	case d.hosting:
		return refuseSeen("error", "MAILHOSTING_ALREADY_ENABLED", "Mail hosting of %s is enabled already.", d.name)
	}
	d.hosting = true
	return nil
}

// disableHosting of what is off is a success: nothing is known, and nothing to do.
func disableHosting(d *domain) *failure {
	d.hosting = false
	return nil
}

func (s *Sim) setPrimary(d *domain) *failure {
	if !d.verified {
		return notVerified(d.name)
	}
	for _, other := range s.domains {
		other.primary = other == d
	}
	return nil
}
