// SPDX-License-Identifier: MPL-2.0

package simtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Story tells what can be seen from outside under each setting of one switch.
type Story[W any] struct {
	name string
	tell func(W) string
	want map[string]string // by setting
}

// Tell is the story of a switch.
func Tell[W any](name string, tell func(W) string, want map[string]string) Story[W] {
	return Story[W]{name, tell, want}
}

// Each is what is seen where the settings, separated by spaces, show in the same way: %s
// stands for the setting.
func Each(settings, format string) map[string]string {
	want := map[string]string{}
	for _, setting := range strings.Fields(settings) {
		want[setting] = strings.ReplaceAll(format, "%s", setting)
	}
	return want
}

// Line writes what was seen with one space between, which fmt.Sprint does not for
// strings.
func Line(seen ...any) string { return strings.TrimSuffix(fmt.Sprintln(seen...), "\n") }

// World is one simulator with whatever it takes to play a story on it.
type World interface {
	Switches() *simhttp.Switches
}

// EachSettingShowsItsBehaviour plays every story under every setting, in a world of
// its own. It wants a story for every setting of every switch, endings that differ, and a
// switch that explains itself.
func EachSettingShowsItsBehaviour[W World](t *testing.T, start func(*testing.T) W, stories ...Story[W]) {
	t.Helper()
	endings := map[string]map[string]string{}
	for _, story := range stories {
		endings[story.name] = story.want
		for setting, want := range story.want {
			t.Run(story.name+"="+setting, func(t *testing.T) {
				t.Parallel()
				w := start(t)
				if err := w.Switches().Set(story.name, setting); err != nil {
					t.Fatal(err)
				}
				if got := story.tell(w); got != want {
					t.Errorf("seen:   %s\nwanted: %s", got, want)
				}
			})
		}
	}
	for _, sw := range start(t).Switches().List() {
		told := slices.Sorted(maps.Keys(endings[sw.Name]))
		if allowed := slices.Sorted(slices.Values(sw.Allowed)); !slices.Equal(told, allowed) {
			t.Errorf("switch %s: settings %v, stories for %v", sw.Name, allowed, told)
		}
		different := slices.Compact(slices.Sorted(maps.Values(endings[sw.Name])))
		if len(different) != len(told) {
			t.Errorf("switch %s: two settings cannot be told apart: %v", sw.Name, endings[sw.Name])
		}
		if sw.Doc == "" || sw.Section == "" || sw.Default != sw.Allowed[0] {
			t.Errorf("switch %s: wants a sentence, a section and its default first: %+v", sw.Name, sw)
		}
	}
}
