// SPDX-License-Identifier: MPL-2.0

package release_test

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The form is that of keepachangelog.com, which tools read: versions from the newest
// on, each with its date, and a link to what has changed.
func TestChangelogHasUnreleasedEntriesFirstAndThenEveryVersionWithDateAndLink(t *testing.T) {
	t.Parallel()
	text := readFile(t, "../../CHANGELOG.md")
	headings := regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(text, -1)
	if len(headings) < 2 || headings[0][1] != "[Unreleased]" {
		t.Fatalf("the headings are %q, want [Unreleased] and at least one version", headings)
	}
	for _, heading := range headings {
		name := regexp.MustCompile(`^\[(Unreleased|\d+\.\d+\.\d+)\]( - \d{4}-\d{2}-\d{2})?$`).FindStringSubmatch(heading[1])
		if name == nil || (name[2] == "") != (name[1] == "Unreleased") {
			t.Errorf("heading %q, want [X.Y.Z] - YYYY-MM-DD", heading[1])
			continue
		}
		if !strings.Contains(text, "\n["+name[1]+"]: https://") {
			t.Errorf("%s has no link", name[1])
		}
	}
	kinds := []string{"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
	for _, kind := range regexp.MustCompile(`(?m)^### (.*)$`).FindAllStringSubmatch(text, -1) {
		if !slices.Contains(kinds, kind[1]) {
			t.Errorf("heading %q, want one of %q", kind[1], kinds)
		}
	}
}

func TestReleaseNotesAreTheEntriesOfThatVersionAlone(t *testing.T) {
	t.Parallel()
	for _, version := range changelogVersions(t) {
		notes, err := exec.CommandContext(t.Context(), "../release-notes", "v"+version).Output()
		if err != nil {
			t.Fatalf("%s: %v", version, err)
		}
		if text := string(notes); !strings.Contains(text, "\n- ") || strings.Contains(text, "\n## ") || strings.Contains(text, "]: https://") {
			t.Errorf("the notes of %s are not its entries:\n%s", version, text)
		}
		for line := range strings.Lines(string(notes)) {
			if strings.HasPrefix(line, "  ") {
				t.Errorf("the notes of %s break an entry where CHANGELOG.md does, which the page of a release shows: %q", version, line)
			}
		}
	}
	if notes, err := exec.CommandContext(t.Context(), "../release-notes", "v999.0.0").Output(); err == nil || len(notes) > 0 {
		t.Errorf("a version without entries has the notes %q (%v), want an error", notes, err)
	}
}

// A version that may change a schema leaves a state that later builds are held to.
func TestEveryMajorAndMinorVersionHasItsState(t *testing.T) {
	t.Parallel()
	for _, version := range changelogVersions(t) {
		if strings.HasSuffix(version, ".0") {
			readFile(t, "../../internal/provider/acceptance/testdata/states/v"+version+"/state.json")
		}
	}
}

// changelogVersions are the released ones, from the newest on.
func changelogVersions(t *testing.T) (all []string) {
	t.Helper()
	for _, heading := range regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+)\]`).FindAllStringSubmatch(readFile(t, "../../CHANGELOG.md"), -1) {
		all = append(all, heading[1])
	}
	if len(all) == 0 {
		t.Fatal("CHANGELOG.md has no version")
	}
	return all
}
