// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// allSwitches lists every unknown, grouped by what it is about. The first allowed
// value of each is its default: the documented or most likely one.
//
// What deleting a verified domain does to a domain policy is unknown too, but has no
// switch: no call shows policies.
func allSwitches() []simhttp.Switch {
	return slices.Concat(domainSwitches(), pollSwitches(), objectSwitches(), organizationSwitches(), frameSwitches())
}

func unknown(section, name, doc string, allowed ...string) simhttp.Switch {
	return simhttp.Switch{Name: name, Default: allowed[0], Allowed: allowed, Doc: doc, Section: section}
}
