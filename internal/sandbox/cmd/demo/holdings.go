// SPDX-License-Identifier: MPL-2.0

package main

import "slices"

// holdings are what the simulated services hold.
type holdings struct {
	Webex struct {
		Organization struct {
			Pending, Verified, Claimed []string
			Tokens                     map[string]string
		}
	}
	WorkOS struct {
		Organizations []struct {
			Domains []struct{ Domain, State string }
		}
	}
	Zoho struct {
		Domains []struct {
			Domain   string
			Verified bool
		}
	}
}

// unknown is said of a domain that the service does not have.
const unknown = "unknown"

// atWebex is the strongest word that Webex has for the domain.
func (h holdings) atWebex(domain string) string {
	switch o := h.Webex.Organization; {
	case slices.Contains(o.Claimed, domain):
		return "claimed"
	case slices.Contains(o.Verified, domain):
		return "verified"
	case slices.Contains(o.Pending, domain):
		return "pending"
	}
	return unknown
}

// atWorkOS is the state of the domain at WorkOS.
func (h holdings) atWorkOS(domain string) string {
	for _, organization := range h.WorkOS.Organizations {
		for _, d := range organization.Domains {
			if d.Domain == domain {
				return d.State
			}
		}
	}
	return unknown
}

// atZoho is the state of the domain at Zoho.
func (h holdings) atZoho(domain string) string {
	for _, d := range h.Zoho.Domains {
		switch {
		case d.Domain == domain && d.Verified:
			return "verified"
		case d.Domain == domain:
			return "unverified"
		}
	}
	return unknown
}

func (h holdings) webexIsEmpty() bool {
	o := h.Webex.Organization
	return len(o.Pending)+len(o.Verified)+len(o.Claimed)+len(o.Tokens) == 0
}

func (h holdings) workosIsEmpty() bool {
	for _, organization := range h.WorkOS.Organizations {
		if len(organization.Domains) > 0 {
			return false
		}
	}
	return true
}
