// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// maxShown is how many characters of one text of a service are shown.
const maxShown = 1000

// shown is a text of foreign origin (a service's message, code, name) as it is put
// into diagnostics and attributes: one line, cut, nothing in it that a terminal
// obeys.
func shown(text string) string {
	return displaytext.Escape(displaytext.Cut(text, maxShown))
}

// shownLines is a text of the provider that may hold foreign parts. Its line ends
// are the provider's own.
func shownLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = displaytext.Escape(line)
	}
	return strings.Join(lines, "\n")
}

// shownFields are the fields of a log line. Terraform prints them decoded.
func shownFields(fields map[string]any) map[string]any {
	safe := make(map[string]any, len(fields))
	for name, value := range fields {
		switch value := value.(type) {
		case string:
			safe[name] = shown(value)
		case error:
			safe[name] = shown(value.Error())
		case fmt.Stringer:
			safe[name] = shown(value.String())
		default:
			safe[name] = value
		}
	}
	return safe
}
