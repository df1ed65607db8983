// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"strings"
	"sync"
)

// Redactor removes known secrets from text that a person or a log will see.
// Services do repeat tokens in their error bodies.
type Redactor struct {
	mu      sync.Mutex
	secrets []string
}

// NewRedactor returns a Redactor that knows the given secrets.
func NewRedactor(secrets ...string) *Redactor {
	redactor := &Redactor{}
	for _, secret := range secrets {
		redactor.Add(secret)
	}
	return redactor
}

// Add makes one more secret known. Very short ones are ignored: they would
// tear words apart, and nobody issues them.
func (r *Redactor) Add(secret string) {
	if len(secret) < 8 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets = append(r.secrets, secret)
}

// Clean returns text with every known secret replaced.
func (r *Redactor) Clean(text string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range r.secrets {
		text = strings.ReplaceAll(text, secret, "[redacted]")
	}
	return text
}
