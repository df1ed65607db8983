// SPDX-License-Identifier: MPL-2.0

package release_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A tag of an action can be moved to other code, a commit cannot. The comment is what
// Dependabot updates along with it.
func TestEveryActionIsPinnedToACommitWithItsVersionBesideIt(t *testing.T) {
	t.Parallel()
	// A workflow of this repository is of the same commit.
	pinned := regexp.MustCompile(`^([\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/[\w-]+\.yml)$`)
	uses := 0
	for name, text := range workflows(t) {
		for _, line := range strings.Split(text, "\n") {
			if _, action, is := strings.Cut(line, "uses: "); is {
				uses++
				if !pinned.MatchString(action) {
					t.Errorf("%s uses %q, want owner/name@<commit> # vX.Y.Z", name, action)
				}
			}
		}
	}
	if uses == 0 {
		t.Error("no workflow uses an action")
	}
}

// A release with an older Go than the one of go.mod would not build, one with a newer
// one would not be what the tests have seen.
func TestWorkflowsBuildWithTheGoOfTheModule(t *testing.T) {
	t.Parallel()
	minor := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(readFile(t, "../../go.mod"))[1]
	for name, text := range workflows(t) {
		chosen := regexp.MustCompile(`go-version: (\S+)`).FindAllStringSubmatch(text, -1)
		if len(chosen) != strings.Count(text, "actions/setup-go@") {
			t.Errorf("%s does not say at each setup-go which version it wants", name)
		}
		for _, version := range chosen {
			if version[1] != minor+".x" {
				t.Errorf("%s builds with Go %s, want %s.x", name, version[1], minor)
			}
		}
	}
}

// Dependabot leaves alone what go.mod calls indirect, and a tool is, unless it is allowed.
func TestDependabotMayMoveEveryToolAndNothingElse(t *testing.T) {
	t.Parallel()
	var tools []string
	for _, file := range []string{"../../tools/go.mod", "../../tools/release/go.mod"} {
		block := regexp.MustCompile(`(?s)\ntool \((.*?)\)`).FindStringSubmatch(readFile(t, file))
		if block == nil {
			t.Fatalf("%s has no tools", file)
		}
		tools = append(tools, strings.Fields(block[1])...)
	}
	allowed := regexp.MustCompile(`dependency-name: (\S+), dependency-type: all`).FindAllStringSubmatch(readFile(t, "../../.github/dependabot.yml"), -1)
	for _, module := range allowed {
		is := func(tool string) bool { return strings.HasPrefix(tool+"/", module[1]+"/") }
		if !slices.ContainsFunc(tools, is) {
			t.Errorf("%s is allowed, and no tool is of it", module[1])
		}
		tools = slices.DeleteFunc(tools, is)
	}
	if len(tools) > 0 {
		t.Errorf("the tools %q are never moved", tools)
	}
}

func workflows(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflows (%v)", err)
	}
	texts := map[string]string{}
	for _, file := range files {
		texts[filepath.Base(file)] = readFile(t, file)
	}
	return texts
}
