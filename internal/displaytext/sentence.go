// SPDX-License-Identifier: MPL-2.0

package displaytext

import (
	"strings"
	"unicode/utf8"
)

// maxShort is how many characters of one text of a service are shown.
const maxShort = 1000

// Short returns a text of foreign origin (a service's message, code, name) as it
// is put into diagnostics and attributes: one line, cut and escaped.
func Short(text string) string { return Escape(Cut(text, maxShort)) }

// Lines escapes a text of the provider that may hold foreign parts. Its line
// ends are the provider's own.
func Lines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = Escape(line)
	}
	return strings.Join(lines, "\n")
}

// Sentence makes the text of an error stand alone: a capital first, a full stop
// last. A name at its beginning (of a setting, a host, a method of HTTP) stays
// as people have to write it.
func Sentence(text string) string {
	if text == "" {
		return ""
	}
	text = Lines(text)
	if first, _, _ := strings.Cut(text, " "); !strings.ContainsAny(strings.TrimRight(first, ".,:;"), "_./:[") {
		_, size := utf8.DecodeRuneInString(text)
		text = strings.ToUpper(text[:size]) + text[size:]
	}
	if last := strings.TrimRight(text, ")"); last == "" || !strings.ContainsAny(last[len(last)-1:], ".!?") {
		text += "."
	}
	return text
}

// JoinLines joins the parts that are not empty. Foreign parts are escaped.
func JoinLines(parts ...string) string { return join("\n", parts) }

// JoinParagraphs joins the parts that are not blank, with an empty line between
// them. Foreign parts are escaped.
func JoinParagraphs(parts ...string) string {
	trimmed := make([]string, len(parts))
	for i, part := range parts {
		trimmed[i] = strings.TrimSpace(part)
	}
	return join("\n\n", trimmed)
}

func join(separator string, parts []string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, Lines(part))
		}
	}
	return strings.Join(kept, separator)
}
