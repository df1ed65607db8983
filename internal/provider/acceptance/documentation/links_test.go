// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	fence = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
)

// target is the file that a link of a page leads to. The Registry has no endings, and
// serves the index one level above the folder docs. It shows neither docs/design nor
// docs/performance.md.
func target(page, to string) string {
	registry := strings.HasPrefix(page, "docs/") && !strings.HasPrefix(page, "docs/design/") && page != "docs/performance.md"
	switch {
	case registry && page == "docs/index.md":
		return to + ".md"
	case registry:
		return path.Join(path.Dir(page), to) + ".md"
	default:
		return path.Join(path.Dir(page), to)
	}
}

var (
	heading   = regexp.MustCompile(`(?m)^#+ (.+)$`)
	named     = regexp.MustCompile(`<a (?:id|name)="([^"]+)">`)
	notInSlug = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchors are those of a page: its headings, as GitHub and the Registry spell them, and
// what has a name.
func anchors(page string) map[string]bool {
	found := map[string]bool{}
	for _, text := range heading.FindAllStringSubmatch(fence.ReplaceAllString(page, ""), -1) {
		found[strings.ReplaceAll(notInSlug.ReplaceAllString(strings.ToLower(text[1]), ""), " ", "-")] = true
	}
	for _, name := range named.FindAllStringSubmatch(page, -1) {
		found[name[1]] = true
	}
	return found
}

func TestLinksLeadToPages(t *testing.T) {
	t.Parallel()
	checked := 0
	for page, text := range pages(t) {
		if strings.HasPrefix(page, "templates/") {
			continue // what is made of it is in docs
		}
		for _, found := range link.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
			to, anchor, _ := strings.Cut(found[1], "#")
			if strings.Contains(to, ":") {
				continue
			}
			leadsTo := page
			if to != "" {
				leadsTo = target(page, to)
			}
			there, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(leadsTo)))
			info, isThere := os.Stat(filepath.Join(root, filepath.FromSlash(leadsTo)))
			switch {
			case isThere == nil && info.IsDir():
			case err != nil:
				t.Errorf("%s links to %s, but there is no %s", page, found[1], leadsTo)
			case anchor != "" && !anchors(string(there))[anchor]:
				t.Errorf("%s links to %s, but %s has no such heading", page, found[1], leadsTo)
			}
			checked++
		}
	}
	if checked < 50 {
		t.Errorf("only %d links were found", checked)
	}
}
