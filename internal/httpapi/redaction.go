// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"sync"
)

const (
	// shortestSecret is the length from which a secret is looked for: a shorter one
	// would match parts of words, and no service issues it.
	shortestSecret = 8
	// shortestPart is the length from which a part of a secret counts.
	shortestPart = 12
)

// Redactor removes known secrets from text that a person or a log will see.
// Services do repeat tokens in their error bodies, as they are, encoded, or cut.
type Redactor struct {
	mu sync.Mutex
	// parts are what is looked for, by length: every part of a spelling that has half
	// of its characters, so that one that is cut is found as well. Less would take what
	// tokens have in common with public text, such as the organization's ID at the end
	// of a Webex token. The value is whether the secret is ever sent to a service.
	parts map[int]map[string]bool
	// begins are the first bytes of all parts, which rule out most of a text at once.
	begins map[[shortestSecret]byte]bool
}

// NewRedactor returns a Redactor that knows the given secrets.
func NewRedactor(secrets ...string) *Redactor {
	redactor := &Redactor{parts: map[int]map[string]bool{}, begins: map[[shortestSecret]byte]bool{}}
	for _, secret := range secrets {
		redactor.Add(secret)
	}
	return redactor
}

// Add makes one more secret known, in every spelling in which a service may repeat it
// (spellings). Of a secret with several lines, such as a key, each line is one.
func (r *Redactor) Add(secret string) { r.know(secret, true) }

// AddUnsent makes a secret known that no service ever gets, such as the password of a
// file. Clean removes it, but a response that has it does not repeat it.
func (r *Redactor) AddUnsent(secret string) { r.know(secret, false) }

func (r *Redactor) know(secret string, isSent bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for line := range strings.Lines(secret) {
		line = strings.TrimSpace(line)
		// What a key begins and ends with is the same for all.
		if len(line) < shortestSecret || strings.HasPrefix(line, "-----") {
			continue
		}
		for _, spelling := range spellings(line) {
			r.add(spelling, isSent)
		}
	}
}

func (r *Redactor) add(spelling string, isSent bool) {
	length := min(max(shortestPart, (len(spelling)+1)/2), len(spelling))
	if r.parts[length] == nil {
		r.parts[length] = map[string]bool{}
	}
	for i := range len(spelling) - length + 1 {
		part := spelling[i : i+length]
		r.parts[length][part] = r.parts[length][part] || isSent
		r.begins[[shortestSecret]byte([]byte(part))] = true
	}
}

// Clean returns text with every known secret replaced.
func (r *Redactor) Clean(text string) string {
	secret := r.find(text, false)
	if secret == nil {
		return text
	}
	var clean strings.Builder
	for i := range len(text) {
		switch {
		case !secret[i]:
			clean.WriteByte(text[i])
		case i == 0 || !secret[i-1]:
			clean.WriteString("[redacted]")
		}
	}
	return clean.String()
}

// Reveals reports whether text has a known secret in it that a service may repeat.
func (r *Redactor) Reveals(text string) bool { return r.find(text, true) != nil }

// find marks the bytes of secrets, or returns nil where there are none.
func (r *Redactor) find(text string, onlySent bool) (secret []bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	marked := 0
	for i := range len(text) - shortestSecret + 1 {
		if !r.begins[[shortestSecret]byte([]byte(text[i:i+shortestSecret]))] {
			continue
		}
		for length, parts := range r.parts {
			if i+length > len(text) {
				continue
			}
			if isSent, known := parts[text[i:i+length]]; !known || onlySent && !isSent {
				continue
			}
			if secret == nil {
				secret = make([]bool, len(text))
			}
			for marked = max(marked, i); marked < i+length; marked++ {
				secret[marked] = true
			}
		}
	}
	return secret
}

// spellings are a secret as it may come back: as it was sent, in a form or an address,
// in a page, in JSON, and in Base64, where the secret may stand anywhere in what was
// encoded (the header of Basic authentication has the client ID before it).
func spellings(secret string) []string {
	spelled := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret),
		inJSON(secret), strings.ReplaceAll(inJSON(secret), "/", `\/`),
	}
	for before := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			encoded := encoding.EncodeToString([]byte(strings.Repeat("x", before) + secret))
			// The first and the last digits have bits of what stands beside the secret.
			encoded = encoded[(before*8+5)/6 : (before+len(secret))*8/6]
			if len(encoded) >= shortestPart {
				spelled = append(spelled, encoded)
			}
		}
	}
	return spelled
}

func inJSON(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil { // no text is refused
		return text
	}
	return string(quoted[1 : len(quoted)-1])
}
