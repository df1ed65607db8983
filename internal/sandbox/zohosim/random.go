// SPDX-License-Identifier: MPL-2.0

package zohosim

import "math/rand/v2"

func text(source rand.Source, alphabet string, n int) string {
	made := make([]byte, n)
	for i := range made {
		made[i] = alphabet[source.Uint64()%uint64(len(alphabet))]
	}
	return string(made)
}

func digits(source rand.Source, n int) string      { return text(source, "0123456789", n) }
func hexadecimal(source rand.Source, n int) string { return text(source, "0123456789abcdef", n) }
func characters(source rand.Source, n int) string {
	return text(source, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", n)
}

// newToken looks like Zoho's: 1000. and two runs of 32 hexadecimal digits.
func newToken(source rand.Source) string {
	return "1000." + hexadecimal(source, 32) + "." + hexadecimal(source, 32)
}
