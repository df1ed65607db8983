// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"fmt"
	"io"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// newKey returns the idempotency key of one operation, a random UUID (RFC 9562
// section 5.4) as WorkOS' own libraries send it.
//
// Recorded traffic proves that POST /organizations honours the key; for the
// other POSTs it is likely and not proven. So a lost one is looked for before
// it is repeated, and the repetition carries the same key all the same.
func newKey(attempt string, random io.Reader) (string, error) {
	bits := make([]byte, 16)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", &service.Error{
			Class: service.Transient, Attempt: attempt,
			Reason: "no random idempotency key could be made", Advice: "Run Terraform again.", Cause: err,
		}
	}
	bits[6] = bits[6]&0x0f | 0x40
	bits[8] = bits[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", bits[:4], bits[4:6], bits[6:8], bits[8:10], bits[10:]), nil
}
