// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// maxMessage, in characters, keeps an HTML error page from filling the terminal.
const maxMessage = 500

// Shorten makes foreign text fit to be shown: on one line, at most 500 characters,
// control characters escaped.
func Shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxMessage {
		text = string(runes[:maxMessage]) + "…"
	}
	return displaytext.Escape(text)
}

// FirstNonEmpty returns the first text that is not empty, or "".
func FirstNonEmpty(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// JoinNonEmpty joins the texts that are not empty, each of them once.
func JoinNonEmpty(separator string, texts ...string) string {
	var kept []string
	for _, text := range texts {
		if text != "" && !slices.Contains(kept, text) {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, separator)
}

// InvalidText returns why a text of a response, such as a token, cannot be published,
// or "". form is what the service documents of it. A missing text is valid.
func InvalidText(text string, form *regexp.Regexp) string {
	const shown = 60
	if text == "" || form.MatchString(text) && service.CheckToken(text) == nil {
		return ""
	}
	if err := service.CheckToken(text); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("it is %q", text[:min(len(text), shown)])
}

// IsDomainName reports whether a text of a response can be the name of a domain. What
// services accept as one differs, so it excludes only what no name holds. A list with
// another text may hold any domain there, and shows of none that it is missing.
func IsDomainName(text string) bool {
	const longest = 253
	return text != "" && len(text) <= longest && !strings.ContainsFunc(text, func(char rune) bool {
		return !unicode.IsLetter(char) && !unicode.IsMark(char) && !unicode.IsDigit(char) && !strings.ContainsRune("-._*", char)
	})
}

// CanonicalDomain is the canonical form of a domain as a service spells it: with
// capitals, a trailing dot or letters beyond ASCII. What is no domain name stays
// as it is, in lower case.
func CanonicalDomain(domain string) string {
	if name, err := domainname.Canonical(domain); err == nil {
		return name
	}
	return strings.ToLower(domain)
}
