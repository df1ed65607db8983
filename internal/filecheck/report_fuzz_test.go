// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// What a site serves belongs to whoever runs it: no four octets of it are repeated that
// the expected text does not have as well.
func FuzzReportRepeatsNothingThatWasNotExpected(f *testing.F) {
	f.Add("12345678", "1234 and more", "text/plain")
	f.Add("12345678", "<html>\x1b[2J", "text/html; \x1b]0;")
	f.Add("zoho-é", "zoho-è", "")
	f.Add("", "\ufeff", "a/b")
	f.Fuzz(func(t *testing.T, expected, content, kind string) {
		report := Report{URL: "https://acme.test/file", Expected: expected, Status: 200, ContentType: kind}
		report.judge(content)
		line := report.Line()
		if strings.ContainsFunc(line, displaytext.Invisible) {
			t.Errorf("the report holds %q", line)
		}
		other := Report{URL: report.URL, Expected: expected, Status: 200, ContentType: kind}
		other.judge("")
		for at := range len(report.Content) - 3 {
			part := report.Content[at : at+4]
			known := expected + displaytext.Escape(kind) + other.Line() + explanations
			if strings.Contains(line, part) && !strings.Contains(known, part) && strings.Trim(part, "0123456789 ") != "" {
				t.Errorf("the report %q repeats %q of %q", line, part, report.Content)
			}
		}
	})
}

// explanations are all words of reports that are not of the content.
const explanations = "the expected text is only a part of it (it differs in upper and lower case only characters and does not resemble " +
	"cut off after content of more than size limit check web page type that begins with \" and then differs); serve it alone"
