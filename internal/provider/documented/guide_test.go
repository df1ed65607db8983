// SPDX-License-Identifier: MPL-2.0

package documented_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
)

const (
	internalDir = "../.."
	guideFile   = "../../../templates/guides/when-a-verification-fails.md"
)

// Both directions: what a user reads has a section, and no section outlives it.
func TestGuideHasASectionForEachCodeAndNoOther(t *testing.T) {
	t.Parallel()
	var sections []string
	for _, anchor := range regexp.MustCompile(`<a id="([^"]+)"></a>`).FindAllStringSubmatch(read(t, guideFile), -1) {
		sections = append(sections, anchor[1])
	}
	slices.Sort(sections)
	codes := slices.Sorted(maps.Keys(allCodes(t)))
	if diff := cmp.Diff(codes, sections); diff != "" {
		t.Errorf("codes of the provider (-), sections of the guide (+):\n%s", diff)
	}
}

// Guides link to pages without their ending, as the Registry shows them.
func TestGuidesLinkToSectionsThatExist(t *testing.T) {
	t.Parallel()
	guides, err := filepath.Glob(filepath.Join(filepath.Dir(guideFile), "*.md"))
	if err != nil || len(guides) == 0 {
		t.Fatal("no guides", err)
	}
	link := regexp.MustCompile(`\]\(([^)#:]*)#([^)]+)\)`)
	for _, from := range guides {
		for _, target := range link.FindAllStringSubmatch(read(t, from), -1) {
			page, section := target[1], target[2]
			at := from
			switch {
			case strings.HasPrefix(page, "../"):
				at = filepath.Join("../../../docs", page[3:]+".md")
			case page != "":
				at = filepath.Join(filepath.Dir(from), page+".md")
			}
			if text := read(t, at); !strings.Contains(text, `<a id="`+section+`"></a>`) && !slices.Contains(headings(text), section) {
				t.Errorf("%s: there is no section %s in %s", filepath.Base(from), section, at)
			}
		}
	}
}

// headings are the anchors that a page has by its headings.
func headings(text string) (anchors []string) {
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		kept := regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(heading[1]), "")
		anchors = append(anchors, strings.ReplaceAll(kept, " ", "-"))
	}
	return anchors
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

// allCodes are the causes of package dnscheck, the classes of services' errors, and all
// summaries, as the source has them: a list kept by hand would miss the next one.
func allCodes(t *testing.T) map[string]bool {
	t.Helper()
	codes := map[string]bool{}
	add := func(texts ...string) {
		for _, text := range texts {
			codes[documented.Code(text)] = true
		}
	}
	causes := append(constants(t, "dnscheck", "Code"), constants(t, "dnscheck/recordvalue", "Mistake")...)
	classes, summaries := constants(t, "service", "Class"), constants(t, "provider/diagnostics", "")
	written := summariesInCalls(t)
	for name, found := range map[string][]string{"causes": causes, "classes": classes, "summaries": summaries, "calls": written} {
		if len(found) == 0 {
			t.Fatalf("found no %s in the source", name)
		}
	}
	add(causes...)
	add(classes...)
	add(summaries...)
	add(written...)
	return codes
}

// constants are the values of the constants of one type; without a type, of those in
// summaries.go.
func constants(t *testing.T, dir, typeName string) (values []string) {
	t.Helper()
	walk(t, filepath.Join(internalDir, dir), func(file string, tree *ast.File) {
		if typeName == "" && filepath.Base(file) != "summaries.go" {
			return
		}
		ast.Inspect(tree, func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			named, _ := spec.Type.(*ast.Ident)
			if (named == nil) == (typeName == "") && (named == nil || named.Name == typeName) {
				values = append(values, literal(spec.Values[0])...)
			}
			return true
		})
	})
	return values
}

// summariesInCalls are the summaries that stand in a call of this package.
func summariesInCalls(t *testing.T) (values []string) {
	t.Helper()
	walk(t, filepath.Join(internalDir, "provider"), func(_ string, tree *ast.File) {
		ast.Inspect(tree, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			called, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if from, ok := called.X.(*ast.Ident); ok && from.Name == "documented" && len(call.Args) > 1 {
				values = append(values, literal(call.Args[len(call.Args)-2])...) // before the detail
			}
			return true
		})
	})
	return values
}

func literal(expression ast.Expr) []string {
	basic, ok := expression.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return nil
	}
	text, err := strconv.Unquote(basic.Value)
	if err != nil {
		return nil
	}
	return []string{text}
}

// walk parses the Go files below a folder, tests left out.
func walk(t *testing.T, dir string, visit func(file string, tree *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err == nil {
			visit(file, tree)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
