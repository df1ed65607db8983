// SPDX-License-Identifier: MPL-2.0

package release_test

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A platform that Go no longer knows would fail the release, after its tag is made.
func TestEveryReleasedPlatformIsOneOfGo(t *testing.T) {
	t.Parallel()
	known, err := exec.CommandContext(t.Context(), "go", "tool", "dist", "list").Output()
	if err != nil {
		t.Fatal(err)
	}
	released := releasedPlatforms(t)
	for _, platform := range released {
		if !strings.Contains("\n"+string(known), "\n"+platform+"\n") {
			t.Errorf("%s is released, and Go has no such platform", platform)
		}
	}
	for _, system := range []string{"linux", "darwin", "windows", "freebsd"} {
		for _, processor := range []string{"amd64", "arm64"} {
			if !slices.Contains(released, system+"/"+processor) {
				t.Errorf("%s/%s is not released", system, processor)
			}
		}
	}
}

// releasedPlatforms are those of .goreleaser.yml, as system/processor.
func releasedPlatforms(t *testing.T) (all []string) {
	t.Helper()
	config := readFile(t, "../../.goreleaser.yml")
	ignored := map[string]bool{}
	for _, pair := range regexp.MustCompile(`- goos: (\w+)\s+goarch: "?(\w+)`).FindAllStringSubmatch(config, -1) {
		ignored[pair[1]+"/"+pair[2]] = true
	}
	for _, system := range listed(t, config, "goos") {
		for _, processor := range listed(t, config, "goarch") {
			if platform := system + "/" + processor; !ignored[platform] {
				all = append(all, platform)
			}
		}
	}
	return all
}

// listed are the words of a list such as goos: [linux, windows].
func listed(t *testing.T, config, key string) []string {
	t.Helper()
	list := regexp.MustCompile(`(?m)^\s+` + key + `: \[(.*)\]$`).FindStringSubmatch(config)
	if list == nil {
		t.Fatalf("no list %s in .goreleaser.yml", key)
	}
	return strings.Fields(strings.NewReplacer(",", " ", `"`, "").Replace(list[1]))
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
