// SPDX-License-Identifier: MPL-2.0

package hardening

import "strings"

func documented(subject Subject, p pair, s *side, err error) bool {
	return strings.Contains(err.Error(), "Domain Already Exists") || strings.Contains(err.Error(), "exists already")
}
