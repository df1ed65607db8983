// SPDX-License-Identifier: MPL-2.0

package release_test

import (
	"os"
	"os/exec"
	"regexp"
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
	config, err := os.ReadFile("../../.goreleaser.yml")
	if err != nil {
		t.Fatal(err)
	}
	ignored := map[string]bool{}
	for _, pair := range regexp.MustCompile(`- goos: (\w+)\s+goarch: "?(\w+)`).FindAllStringSubmatch(string(config), -1) {
		ignored[pair[1]+"/"+pair[2]] = true
	}
	released := 0
	for _, system := range listed(t, string(config), "goos") {
		for _, processor := range listed(t, string(config), "goarch") {
			platform := system + "/" + processor
			if ignored[platform] {
				continue
			}
			released++
			if !strings.Contains("\n"+string(known), "\n"+platform+"\n") {
				t.Errorf("%s is released, and Go has no such platform", platform)
			}
		}
	}
	if released < 10 || !strings.Contains(strings.Join(listed(t, string(config), "goos"), " "), "windows") {
		t.Errorf("%d platforms are released", released)
	}
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
