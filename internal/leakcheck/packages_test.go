// SPDX-License-Identifier: MPL-2.0

package leakcheck_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	paths "path"
	"strconv"
	"strings"
	"testing"
)

// starting are packages that start goroutines for those who import them.
var starting = []string{"net/http/httptest", "internal/sandbox", "internal/sandbox/simhttp/simtest", "internal/service/servicetest", "internal/dnscheck/dnsworld"}

// TestEveryPackageWithGoroutinesLooksForThoseLeft reads the source, since a package that
// does not look passes.
func TestEveryPackageWithGoroutinesLooksForThoseLeft(t *testing.T) {
	t.Parallel()
	starts, looks, tested := map[string]string{}, map[string]bool{}, map[string]bool{}
	internal := os.DirFS("..")
	err := fs.WalkDir(internal, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		source, err := fs.ReadFile(internal, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := paths.Dir(path)
		isTest := strings.HasSuffix(path, "_test.go")
		tested[folder] = tested[folder] || isTest
		looks[folder] = looks[folder] || isTest && (strings.Contains(string(source), "leakcheck.Main(") || strings.Contains(string(source), "leakcheck.Run("))
		if startsGoroutines(file, isTest) {
			starts[folder] = path
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(starts) < 20 {
		t.Errorf("%d packages start goroutines, which are not all", len(starts))
	}
	for folder, path := range starts {
		if tested[folder] && !looks[folder] {
			t.Errorf("%s starts goroutines, and no TestMain of the package calls leakcheck.Main", path)
		}
	}
}

func startsGoroutines(file *ast.File, isTest bool) (found bool) {
	for _, imported := range file.Imports {
		path, _ := strconv.Unquote(imported.Path.Value)
		for _, one := range starting {
			found = found || isTest && (path == one || strings.HasSuffix(path, "/"+one))
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			found = true
		case *ast.CallExpr:
			if method, ok := node.Fun.(*ast.SelectorExpr); ok && method.Sel.Name == "Go" {
				found = true
			}
		}
		return !found
	})
	return found
}
