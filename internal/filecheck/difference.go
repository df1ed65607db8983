// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

const (
	// minAlike characters of the expected text make the content a near miss; fewer may
	// be alike by chance.
	minAlike = 4
	// maxShownType keeps a header of any length out of a diagnostic.
	maxShownType = 60
)

// difference says how the content differs from the expected text. It repeats only
// what the expected text contains as well: the rest belongs to whoever runs the
// site.
func (r Report) difference() string {
	expected := strings.TrimSpace(r.Expected)
	alike := commonPrefix(r.Content, expected)
	switch {
	case r.Content == "":
		return "it is empty"
	case expected == "":
		return "it is " + r.kind()
	case strings.Contains(r.Content, expected):
		return fmt.Sprintf("the expected text is only a part of it (%s); serve it alone", r.kind())
	case strings.EqualFold(r.Content, expected):
		return "it differs in upper and lower case only"
	case alike < max(minAlike, len(expected)/2):
		return fmt.Sprintf("it is %s and does not resemble the expected text", r.kind())
	case alike == len(r.Content):
		return fmt.Sprintf("it is cut off after %d of %d characters", alike, len(expected))
	}
	return fmt.Sprintf("it is %s that begins with %q and then differs", r.kind(), expected[:alike])
}

// kind describes the content without repeating it.
func (r Report) kind() string {
	if r.TooLarge {
		return "content of more than the size limit of the check" + r.typeNote()
	}
	return fmt.Sprintf("%d characters", utf8.RuneCountInString(r.Content)) + r.typeNote()
}

func (r Report) typeNote() string {
	if strings.Contains(strings.ToLower(r.ContentType), "html") && strings.HasPrefix(r.Content, "<") {
		return " of a web page" // most often the site's own "not found" page with status 200
	}
	if r.ContentType == "" {
		return ""
	}
	return " of the content type " + displaytext.Escape(displaytext.Cut(r.ContentType, maxShownType))
}

// commonPrefix is the length of the beginning that both share, in whole characters.
func commonPrefix(a, b string) int {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	for at > 0 && at < len(b) && !utf8.RuneStart(b[at]) {
		at--
	}
	return at
}
