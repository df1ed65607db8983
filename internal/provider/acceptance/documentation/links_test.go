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
// serves the index one level above the folder docs.
func target(page, to string) string {
	to, _, _ = strings.Cut(to, "#")
	registry := strings.HasPrefix(page, "docs/") && !strings.HasPrefix(page, "docs/design/")
	switch {
	case registry && page == "docs/index.md":
		return to + ".md"
	case registry:
		return path.Join(path.Dir(page), to) + ".md"
	default:
		return path.Join(path.Dir(page), to)
	}
}

// announced are guides that pages lead to and that docs/ does not have yet.
var announced = regexp.MustCompile(`^docs/guides/(first-domain|many-services|handing-over|when-a-verification-fails|drift|lockout-and-claim|credentials|dns-hosts|coming-from|adopting-an-estate|running-fleets|testing-your-modules)\.md$`)

func TestLinksLeadToPages(t *testing.T) {
	t.Parallel()
	checked := 0
	for page, text := range pages(t) {
		if strings.HasPrefix(page, "templates/") {
			continue // what is made of it is in docs
		}
		for _, found := range link.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
			to := found[1]
			if strings.Contains(to, "://") || strings.HasPrefix(to, "#") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(target(page, to)))); err != nil && !announced.MatchString(target(page, to)) {
				t.Errorf("%s links to %s, but there is no %s", page, to, target(page, to))
			}
			checked++
		}
	}
	if checked < 50 {
		t.Errorf("only %d links were found", checked)
	}
}
