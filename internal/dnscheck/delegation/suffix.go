// SPDX-License-Identifier: MPL-2.0

package delegation

import (
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// RegistrySuffix is the public suffix of name under which a registry delegates
// domains (ICANN): below those of companies, such as github.io., zones are
// ordinary ones. A suffix that is not in the list is the last label, as the list
// says for unknown ones.
func RegistrySuffix(name dnsquery.FQDN) dnsquery.FQDN {
	for name != dnsquery.Root {
		suffix, icann := publicsuffix.PublicSuffix(name.String())
		if icann || !strings.Contains(suffix, ".") {
			return dnsquery.Canonical(suffix)
		}
		name = dnsquery.Canonical(suffix).Parent()
	}
	return dnsquery.Root
}

// Registrable is the domain above name, or name itself, that its registry
// delegates.
func Registrable(name dnsquery.FQDN) dnsquery.FQDN {
	return childOf(RegistrySuffix(name.Parent()), name)
}

// childOf is the name directly below suffix on the way down to name.
func childOf(suffix, name dnsquery.FQDN) dnsquery.FQDN {
	for name.Parent() != suffix && name.Parent() != dnsquery.Root {
		name = name.Parent()
	}
	return name
}

// NotDelegated says what it means that apex is the nearest zone above name: nil
// when that is nearer than the public suffix. Some suffixes, such as kyoto.jp., are
// no zones, so it is not always the label below apex that is missing.
func NotDelegated(name, apex dnsquery.FQDN) *NotDelegatedError {
	suffix := RegistrySuffix(name.Parent())
	if !suffix.In(apex) {
		return nil
	}
	if apex == dnsquery.Root {
		suffix = apex // there is no such top-level domain
	}
	return &NotDelegatedError{Domain: childOf(suffix, name), Parent: apex}
}
