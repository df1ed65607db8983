// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
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

func frameStories() []switchStory {
	return []switchStory{
		{
			Name: workossim.SwitchErrorBody,
			Tell: func(w *world) string {
				a := w.tryAdd("acme")
				errors := a.fields["errors"]
				return switchtest.Line(a.status, slices.Sorted(maps.Keys(a.fields)), strings.Contains(a.text, "not a valid domain"), errors)
			},
			Want: map[string]string{
				"message":           "422 [errors message] true [map[code:invalid field:domain]]",
				"code":              "422 [code message] true <nil>",
				"error_strings":     `422 [errors message] true ["acme" is not a valid domain.]`,
				"error_phrase":      "422 [error message] true <nil>",
				"error_description": "422 [error error_description] true <nil>",
				"plain_text":        "422 [] true <nil>",
			},
		},
		{
			Name: workossim.SwitchIdempotency,
			Tell: func(w *world) string {
				w.idempotencyKey = "0a3f"
				first, second := w.tryAdd("acme.test"), w.tryAdd("acme.test")
				return switchtest.Line(first.status, second.status, first.text == second.text, w.tryAdd("beta.test").status)
			},
			Want: map[string]string{"honoured": "201 201 true 400", "ignored": "201 409 false 201"},
		},
		{
			Name: workossim.SwitchRetryAfter,
			Tell: func(w *world) string {
				if err := w.LimitRate(1); err != nil {
					w.T.Fatal(err)
				}
				w.get(organization)
				w.Clock.Advance(1500 * time.Millisecond)
				a := w.get(organization)
				return switchtest.Line(a.status, a.header.Get("Date"), a.header.Get("Retry-After"))
			},
			Want: map[string]string{
				"seconds":   "429 Thu, 01 Jan 2026 12:00:01 GMT 59",
				"http_date": "429 Thu, 01 Jan 2026 12:00:01 GMT Thu, 01 Jan 2026 12:01:00 GMT",
				"absent":    "429 Thu, 01 Jan 2026 12:00:01 GMT ",
			},
		},
		{
			Name: workossim.SwitchRateLimitHeaders,
			Tell: func(w *world) string {
				h := w.get(organization).header
				return fmt.Sprintf("%q %q %q", h.Get("X-RateLimit-Limit"), h.Get("X-RateLimit-Remaining"), h.Get("X-RateLimit-Reset"))
			},
			Want: map[string]string{"absent": `"" "" ""`, "present": `"6000" "5999" "1767268860"`},
		},
	}
}
