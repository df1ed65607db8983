// SPDX-License-Identifier: MPL-2.0

package zohosim

import "fmt"

// DomainSpec describes a domain to add.
type DomainSpec struct {
	Domain            string
	Verified, Hosting bool
	Users             int // that have addresses in it
}

// AddDomain adds a domain without the API, which could not give it every state.
func (s *Sim) AddDomain(spec DomainSpec) error {
	name, ascii, fail := s.domainName(spec.Domain)
	if fail != nil {
		return fmt.Errorf("adding Zoho domain %s: %s", spec.Domain, fail.text)
	}
	if spec.Users < 0 {
		return fmt.Errorf("adding Zoho domain %s: %d users are too few", spec.Domain, spec.Users)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, fail := s.newDomain(name, ascii)
	if fail != nil {
		return fmt.Errorf("adding Zoho domain %s: %s", spec.Domain, fail.text)
	}
	if spec.Verified {
		s.verify(d)
	}
	d.hosting, d.users = spec.Hosting, spec.Users
	return nil
}

// SetUsers says how many users have addresses in a domain. They block its deletion.
func (s *Sim) SetUsers(name string, users int) error {
	return s.preset("setting the users", name, users >= 0, func(d *domain) { d.users = users })
}

// SetHosting turns mail hosting of a domain on or off, verified or not.
func (s *Sim) SetHosting(name string, enabled bool) error {
	return s.preset("setting the hosting", name, true, func(d *domain) { d.hosting = enabled })
}

func (s *Sim) preset(doing, name string, sensible bool, change func(*domain)) error {
	_, ascii, fail := s.domainName(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.find(ascii)
	switch {
	case fail != nil || d == nil:
		return fmt.Errorf("%s of Zoho domain %s: the organization does not have it", doing, name)
	case !sensible:
		return fmt.Errorf("%s of Zoho domain %s: the number must not be negative", doing, name)
	}
	change(d)
	return nil
}
