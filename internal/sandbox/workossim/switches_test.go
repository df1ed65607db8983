// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"slices"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
)

type switchStory = switchtest.Story[*world]

func allStories() []switchStory {
	return slices.Concat(domainStories(), pollStories(), objectStories(), organizationStories(), frameStories())
}

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	switchtest.EachSettingShowsItsBehaviour(t, allStories(), func(t *testing.T) *world { return newWorld(t) })
}

func TestEverySettingHasAStoryAndNoTwoSettingsTellTheSame(t *testing.T) {
	t.Parallel()
	switchtest.NoTwoSettingsTellTheSame(t, allStories(), newWorld(t).Switches())
}
