// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// allSwitches lists every unknown, grouped by what it is about. The first allowed
// value of each is its default: the documented or most likely one.
//
// What verifying MX, SPF and DKIM answers is unknown too, but has no switch: no domain
// verification needs it, and the sandbox does not have those modes.
func allSwitches() []simhttp.Switch {
	return slices.Concat(domainSwitches(), objectSwitches(), verifySwitches(), frameSwitches(), accountsSwitches())
}

func unknown(section, name, doc string, allowed ...string) simhttp.Switch {
	return simhttp.Switch{Name: name, Default: allowed[0], Allowed: allowed, Doc: doc, Section: section}
}
