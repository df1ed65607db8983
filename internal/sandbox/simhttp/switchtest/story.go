// SPDX-License-Identifier: MPL-2.0

package switchtest

import (
	"maps"
	"slices"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Story tells what can be seen from outside under each setting of one switch.
type Story[W any] struct {
	Name string
	Tell func(W) string
	Want map[string]string // by setting
}

// World is one simulator with whatever it takes to play a story on it.
type World interface {
	Switches() *simhttp.Switches
}

// EachSettingShowsItsBehaviour plays every story under every setting, in a world of
// its own.
func EachSettingShowsItsBehaviour[W World](t *testing.T, stories []Story[W], start func(*testing.T) W) {
	t.Helper()
	for _, story := range stories {
		for setting, want := range story.Want {
			t.Run(story.Name+"="+setting, func(t *testing.T) {
				t.Parallel()
				w := start(t)
				if err := w.Switches().Set(story.Name, setting); err != nil {
					t.Fatal(err)
				}
				if got := story.Tell(w); got != want {
					t.Errorf("seen:   %s\nwanted: %s", got, want)
				}
			})
		}
	}
}

// NoTwoSettingsTellTheSame wants a story for every setting of every switch, endings
// that differ, and a switch that explains itself.
func NoTwoSettingsTellTheSame[W any](t *testing.T, stories []Story[W], switches *simhttp.Switches) {
	t.Helper()
	endings := map[string]map[string]string{}
	for _, story := range stories {
		endings[story.Name] = story.Want
	}
	for _, sw := range switches.List() {
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
