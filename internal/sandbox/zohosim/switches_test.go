// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"maps"
	"slices"
	"testing"
)

// switchStory tells what can be seen from outside under each setting of one switch.
type switchStory struct {
	name string
	tell func(*world) string
	want map[string]string // by setting
}

func allStories() []switchStory {
	return slices.Concat(domainStories(), objectStories(), verifyStories(), frameStories(), accountsStories())
}

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	for _, story := range allStories() {
		for setting, want := range story.want {
			t.Run(story.name+"="+setting, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.set(story.name, setting)
				if got := story.tell(w); got != want {
					t.Errorf("seen:   %s\nwanted: %s", got, want)
				}
			})
		}
	}
}

func TestEverySettingHasAStoryAndNoTwoSettingsTellTheSame(t *testing.T) {
	t.Parallel()
	stories := map[string]map[string]string{}
	for _, story := range allStories() {
		stories[story.name] = story.want
	}
	for _, sw := range newWorld(t).Switches().List() {
		told := slices.Sorted(maps.Keys(stories[sw.Name]))
		if allowed := slices.Sorted(slices.Values(sw.Allowed)); !slices.Equal(told, allowed) {
			t.Errorf("switch %s: settings %v, stories for %v", sw.Name, allowed, told)
		}
		endings := slices.Sorted(maps.Values(stories[sw.Name]))
		if len(slices.Compact(endings)) != len(told) {
			t.Errorf("switch %s: two settings cannot be told apart: %v", sw.Name, endings)
		}
		if sw.Doc == "" || sw.Section == "" || sw.Default != sw.Allowed[0] {
			t.Errorf("switch %s: wants a sentence, a section and its default first: %+v", sw.Name, sw)
		}
	}
}
