// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// canonicalZone is the lower-case zone name without the trailing dot.
func canonicalZone(zone string) (string, error) {
	canonical := strings.TrimSuffix(dns.CanonicalName(zone), ".")
	if _, valid := dns.IsDomainName(zone); !valid || canonical == "" || !ascii(zone) {
		return "", fmt.Errorf("%q is not a zone name in ASCII (an IDN is written with its xn-- labels)", zone)
	}
	return canonical, nil
}

// ownerName turns what a user writes as name into the absolute owner name, lower case and without the trailing dot.
//
//	zone acme.test   ""  "@"  "acme.test"  "acme.test."   → acme.test
//	                 "www.acme.test"  "WWW.acme.test."    → www.acme.test
//	                 "_verify"  "*"                       → _verify.acme.test
//	                 "a.b"  "acme.com"                    → error
//
// A relative name is one label only. With more labels nobody can tell a relative name from an absolute one of another
// zone, and the guess ends in a record at acme.com.acme.test.
func ownerName(zone, name string) (string, error) {
	zone, err := canonicalZone(zone)
	if err != nil {
		return "", err
	}
	owner := strings.TrimSuffix(strings.ToLower(name), ".")
	_, valid := dns.IsDomainName(name)
	switch {
	case name == "", name == "@", owner == zone:
		return zone, nil
	case !valid || !ascii(name):
		return "", fmt.Errorf("%q is not a domain name in ASCII (an IDN is written with its xn-- labels)", name)
	case strings.HasSuffix(owner, "."+zone):
		return owner, nil
	case !strings.Contains(name, "."):
		return owner + "." + zone, nil
	}
	return "", fmt.Errorf("%q is not in zone %q: write the whole name, or a single label below the zone", name, zone)
}

func ascii(name string) bool {
	for _, octet := range []byte(name) {
		if octet <= ' ' || octet > '~' {
			return false
		}
	}
	return true
}
