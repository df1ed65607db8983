// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"fmt"
	"regexp"
)

var (
	moment = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)`)
	// madeUp is what a service makes up: IDs and tokens, which are long or have a digit,
	// and the end of a prefix of WorkOS and the node IDs and tokens of GitHub, which may have none.
	// A signed assertion has the time in it.
	madeUp = regexp.MustCompile(`\beyJ[\w-]+\.[\w-]+\.[\w-]+|\b[A-Z]+_kgDO\w+|\b[0-9a-f]{10}\b|\b[A-Za-z_]*[0-9][A-Za-z0-9_]{6,}\b|\b[A-Za-z0-9]{20,}\b|verification-[a-z0-9]+\b`)
)

// renamed numbers what a service makes up by its first appearance, so that two texts
// are equal if they differ in names alone.
func renamed(text string) string {
	names := map[string]string{}
	return madeUp.ReplaceAllStringFunc(moment.ReplaceAllString(text, "(moment)"), func(name string) string {
		if names[name] == "" {
			names[name] = fmt.Sprintf("(name %d)", len(names)+1)
		}
		return names[name]
	})
}
