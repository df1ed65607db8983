// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// allSwitches lists every unknown, grouped like wire/webex.md. The first allowed
// value of each is its default: the documented or most likely one.
func allSwitches() []simhttp.Switch {
	return slices.Concat(tokenSwitches(), verifySwitches(), claimSwitches(), releaseSwitches(), frameSwitches())
}

func unknown(section, name, doc string, allowed ...string) simhttp.Switch {
	return simhttp.Switch{Name: name, Default: allowed[0], Allowed: allowed, Doc: doc, Section: section}
}
