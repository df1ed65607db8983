// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"fmt"
	"io"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// RandomKey is the idempotency key of one operation, a random UUID (RFC 9562 section
// 5.4).
func RandomKey(operation string, random io.Reader) (string, error) {
	bits := make([]byte, 16)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", &service.Error{
			Class: service.Transient, Operation: operation,
			Reason: "could not obtain randomness for an idempotency key", Advice: AdviceRunAgain, Cause: err,
		}
	}
	bits[6] = bits[6]&0x0f | 4<<4
	bits[8] = bits[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", bits[:4], bits[4:6], bits[6:8], bits[8:10], bits[10:]), nil
}
