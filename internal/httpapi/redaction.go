// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"html"
	"net/url"
	"slices"
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

// Add makes one more secret known, in every spelling in which a service may
// repeat it: as it was sent in a form or an address, and in a page. Very short
// ones are ignored: they would match parts of words, and no service issues them.
func (r *Redactor) Add(secret string) {
	if len(secret) < 8 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, spelled := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)} {
		if !slices.Contains(r.secrets, spelled) {
			r.secrets = append(r.secrets, spelled)
		}
	}
	// The longest first: one that begins with another would leave its rest behind.
	slices.SortStableFunc(r.secrets, func(a, b string) int { return len(b) - len(a) })
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
