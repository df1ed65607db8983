// SPDX-License-Identifier: MPL-2.0

package simhttp

import "slices"

// First is the first element of a list that fits, or the zero value.
func First[T any](list []T, fits func(T) bool) (first T, found bool) {
	if i := slices.IndexFunc(list, fits); i >= 0 {
		return list[i], true
	}
	return first, false
}
