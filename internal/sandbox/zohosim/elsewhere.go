// SPDX-License-Identifier: MPL-2.0

package zohosim

import "fmt"

// HoldElsewhere lets another organization verify a domain. What this one has not
// verified, or no longer, can be lost so (wire/zoho.md 6).
func (s *Sim) HoldElsewhere(name string) error {
	_, ascii, fail := s.domainName(name)
	if fail != nil {
		return fmt.Errorf("holding Zoho domain %s elsewhere: %s", name, fail.text)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.find(ascii); d != nil && d.verified {
		return fmt.Errorf("holding Zoho domain %s elsewhere: the configured organization has verified it", name)
	}
	if s.elsewhere[ascii] {
		return fmt.Errorf("holding Zoho domain %s elsewhere: it is held already", name)
	}
	s.elsewhere[ascii] = true
	return nil
}

// ReleaseElsewhere lets that organization delete the domain.
func (s *Sim) ReleaseElsewhere(name string) error {
	_, ascii, fail := s.domainName(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	if fail != nil || !s.elsewhere[ascii] {
		return fmt.Errorf("releasing Zoho domain %s elsewhere: no other organization holds it", name)
	}
	delete(s.elsewhere, ascii)
	return nil
}
