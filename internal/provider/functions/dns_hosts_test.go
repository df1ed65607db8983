// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The guide names, for each DNS host, the form of names and values, and what they become.
func TestNamesAndValuesOfEachDNSHostAreWhatTheGuideShows(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../../templates/guides/dns-hosts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(guide), "<!-- hosts: held by a test -->")
	table, _, _ = strings.Cut(table, "<!-- /hosts -->")
	row := regexp.MustCompile("(?m)^\\| \\[.*?\\]\\((#[a-z0-9-]+)\\), `[a-z0-9_]+` \\| a (?:set|record) \\| `(.*?)` \\| `(.*?)` \\| `(.*?)` \\| `(.*?)` \\| `(.*?)` \\|$")
	rows := row.FindAllStringSubmatch(table, -1)
	if lines := strings.Count(table, "\n| ["); len(rows) != lines || lines == 0 {
		t.Fatalf("%d of %d rows are read", len(rows), lines)
	}
	call := regexp.MustCompile(`\b(relative_name|txt_chunks)\(`)
	want := map[string]any{}
	add := func(expression, is string, with ...string) {
		expression = strings.NewReplacer(with...).Replace(call.ReplaceAllString(expression, "f::$1("))
		var value any
		if err := json.Unmarshal([]byte(is), &value); err != nil {
			t.Fatalf("%s: %v", is, err)
		}
		want[expression] = value
	}
	for _, cells := range rows {
		for name, is := range map[string]string{"acme.com": cells[3], "_x.acme.com": cells[4]} {
			add(cells[2], is, "${NAME}", name, "NAME", `"`+name+`"`, "ZONE", `"acme.com"`)
		}
		add(cells[5], cells[6], "VALUE", `"k=v"`)
		if heading := "\n## "; !strings.Contains(strings.ReplaceAll(strings.ToLower(string(guide)), " ", "-"), strings.ReplaceAll(heading, " ", "-")+cells[1][1:]+"\n") {
			t.Errorf("the guide has no section %s", cells[1])
		}
	}
	wantResults(t, want)
}
