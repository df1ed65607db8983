// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

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
	return uuid(bits, 4), nil
}

// DerivedKey is the idempotency key that follows from its parts alone, a UUID of
// version 8, so that a process that begins where another one was killed gets what
// that one has made.
func DerivedKey(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return uuid(sum[:16], 8)
}

func uuid(bits []byte, version byte) string {
	bits[6] = bits[6]&0x0f | version<<4
	bits[8] = bits[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", bits[:4], bits[4:6], bits[6:8], bits[8:10], bits[10:])
}
