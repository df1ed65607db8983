// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the repository.
const root = "../../../.."

// block is a configuration that users read.
type block struct {
	// at is the file and, of a page, the line.
	at   string
	text string
	// reason, if not empty, is why it is not validated.
	reason string
}

var (
	openingFence = regexp.MustCompile("^( *)```(terraform|hcl|tf)$")
	forTests     = regexp.MustCompile(`(?m)^(run|mock_provider|mock_resource|mock_data|override_resource|override_data|override_module)\b`)
	mark         = regexp.MustCompile(`^\s*<!-- not validated: (.+) -->$`)
)

// fenced are the blocks of a page.
func fenced(at, page string) (blocks []block) {
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		opening := openingFence.FindStringSubmatch(lines[i])
		if opening == nil {
			continue
		}
		found := block{at: fmt.Sprintf("%s:%d", at, i+1)}
		for n := i - 1; n >= 0 && found.reason == ""; n-- {
			if marked := mark.FindStringSubmatch(lines[n]); marked != nil {
				found.reason = marked[1]
			} else if strings.TrimSpace(lines[n]) != "" {
				break
			}
		}
		for i++; i < len(lines) && lines[i] != opening[1]+"```"; i++ {
			found.text += strings.TrimPrefix(lines[i], opening[1]) + "\n"
		}
		switch {
		case strings.HasPrefix(found.text, "provider_installation {"):
			found.reason = "it is the configuration of the CLI"
		case forTests.MatchString(found.text):
			found.reason = "it is for terraform test"
		}
		blocks = append(blocks, found)
	}
	return blocks
}

// files are those below the root with one of the endings, by path.
func files(t *testing.T, folders []string, endings ...string) map[string]string {
	t.Helper()
	found, repository := map[string]string{}, os.DirFS(root)
	for _, folder := range folders {
		err := fs.WalkDir(repository, folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(path, ending) }) {
				return err
			}
			text, err := fs.ReadFile(repository, path)
			found[path] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// pages are what users read, templates included.
func pages(t *testing.T) map[string]string {
	t.Helper()
	return files(t, []string{"README.md", "CONTRIBUTING.md", "SECURITY.md", "DESIGN.md", "docs", "modules", "templates"}, ".md", ".tmpl")
}

// blocks are all configurations, each text once. The pages in docs repeat examples.
func blocks(t *testing.T) []block {
	t.Helper()
	var all []block
	for name, text := range files(t, []string{"examples"}, ".tf") {
		all = append(all, block{at: name, text: text})
	}
	for name, page := range pages(t) {
		all = append(all, fenced(name, page)...)
	}
	slices.SortFunc(all, func(a, b block) int { return strings.Compare(a.at, b.at) })
	// An example goes before the page that shows it, and so does a template.
	slices.SortStableFunc(all, func(a, b block) int { return rank(a.at) - rank(b.at) })
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(b block) bool {
		text := strings.TrimSpace(b.text)
		repeated := seen[text]
		seen[text] = true
		return repeated
	})
}

func rank(at string) int {
	return slices.IndexFunc([]string{"examples/", "templates/", ""}, func(folder string) bool { return strings.HasPrefix(at, folder) })
}

func TestBlocksOfAPageAreFoundWithTheirMarks(t *testing.T) {
	t.Parallel()
	page := "a\n\n```terraform\none {}\n```\n\n<!-- not validated: it is short -->\n\n- x\n\n<!-- not validated: it is long -->\n```hcl\ntwo {}\n```\n\n  ```tf\n  three {\n  }\n  ```\n```sh\nno\n```\n"
	want := []block{
		{at: "p:3", text: "one {}\n"},
		{at: "p:12", text: "two {}\n", reason: "it is long"},
		{at: "p:16", text: "three {\n}\n"},
	}
	if got := fenced("p", page); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
