// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// derivedKeys is how many keys of one domain are tried before a random one.
const derivedKeys = 3

// newKey returns the idempotency key of one operation, a random UUID (RFC 9562
// section 5.4) as WorkOS' own libraries send it.
//
// Recorded traffic proves that POST /organizations honours the key; for the
// other POSTs it is likely and not proven (wire/workos.md 5). So what a lost one
// did is read before it is repeated, and the repetition carries the same key.
func newKey(operation string, random io.Reader) (string, error) {
	bits := make([]byte, 16)
	if _, err := io.ReadFull(random, bits); err != nil {
		return "", &service.Error{
			Class: service.Transient, Operation: operation,
			Reason: "could not obtain randomness for an idempotency key", Advice: adapter.AdviceRunAgain, Cause: err,
		}
	}
	return uuid(bits, 4), nil
}

// createKey is the key that adds a domain to an organization. It follows from
// both alone, so that a process that begins where another one was killed gets
// the object which that one has made. Where the key is remembered for an object
// that was deleted since, the next turn has another one; after the last of them
// the key is random.
func (o *organization) createKey(operation, domain string, turn int) (string, error) {
	if turn >= derivedKeys {
		return newKey(operation, o.random)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{"domainverify create", Name, o.ID, domain, strconv.Itoa(turn)}, "\n")))
	return uuid(sum[:16], 8), nil
}

func uuid(bits []byte, version byte) string {
	bits[6] = bits[6]&0x0f | version<<4
	bits[8] = bits[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", bits[:4], bits[4:6], bits[6:8], bits[8:10], bits[10:])
}
