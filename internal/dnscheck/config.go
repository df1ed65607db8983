// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Mode says whom a Client asks for the record.
type Mode string

const (
	// Authoritative asks every authoritative server of the record's zone.
	Authoritative Mode = "authoritative"
	// Recursive asks the configured resolvers for the record itself. It is for
	// networks that let no DNS out but to their resolver. The resolver may
	// remember an absence it was asked about (RFC 2308), so a look before the
	// record is published can delay the moment it is seen.
	Recursive Mode = "recursive"
)

// Config is what New needs; the zero value asks authoritative servers that are
// discovered through the resolvers of the system.
type Config struct {
	// Config is how queries are sent, and which resolvers answer them.
	dnsquery.Config
	// Mode is Authoritative when empty.
	Mode Mode
	// Quorum is how many servers must have the record; QuorumMajority when empty.
	// Mode Recursive has no servers to count.
	Quorum Quorum
	// Nameservers are authoritative servers, host[:port], asked in place of the
	// discovered ones. With them a resolver is asked only where a CNAME, DNAME or
	// delegation leads into a zone that they do not serve: for that zone's servers.
	Nameservers []string
	// AllowPrivate asks name servers at addresses that are not of the public
	// internet although the DNS alone names them: a split horizon. Resolvers and
	// Nameservers may be anywhere.
	AllowPrivate bool
}

func (c Config) withDefaults() Config {
	if c.Mode == "" {
		c.Mode = Authoritative
	}
	if c.Quorum == "" {
		c.Quorum = QuorumMajority
	}
	c.Config = c.Config.WithDefaults()
	return c
}

func (c Config) validate() error {
	if c.Mode != Authoritative && c.Mode != Recursive {
		return fmt.Errorf("dns mode %q is not known: use %q or %q", c.Mode, Authoritative, Recursive)
	}
	if !c.Quorum.known() {
		return fmt.Errorf("dns quorum %q is not known: use %q, %q or %q", c.Quorum, QuorumAll, QuorumMajority, QuorumAny)
	}
	if c.Mode == Recursive && len(c.Nameservers) > 0 {
		return fmt.Errorf("dns mode %q asks resolvers, so nameservers %q would never be asked: remove them or use mode %q",
			Recursive, c.Nameservers, Authoritative)
	}
	return nil
}
