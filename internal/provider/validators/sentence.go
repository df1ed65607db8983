// SPDX-License-Identifier: MPL-2.0

package validators

import "strings"

// sentence makes an error's text stand alone.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}
