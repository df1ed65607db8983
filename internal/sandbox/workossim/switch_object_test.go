// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// shown tells a field, and a null from a field that is not there.
func shown(fields map[string]any, name string) string {
	value, there := fields[name]
	switch {
	case !there:
		return "no-field"
	case value == nil:
		return "null"
	}
	return fmt.Sprint(value)
}

func objectStories() []switchStory {
	return []switchStory{
		{
			Name: workossim.SwitchVerificationPrefix,
			Tell: func(w *world) string {
				path := w.add("acme.test")
				prefix := shown(w.get(path).fields, "verification_prefix")
				value := prefix
				if prefix == "no-field" || prefix == "null" {
					value = "verification_token"
				} else {
					prefix = "prefix"
				}
				w.Publish("acme.test", value+"="+w.domain("acme.test").Token)
				w.Clock.Advance(time.Minute)
				return switchtest.Line(prefix, w.state(path))
			},
			Want: map[string]string{"present": "prefix verified", "absent": "no-field verified", "null": "null verified"},
		},
		{
			Name: workossim.SwitchMissingToken,
			Tell: func(w *world) string {
				pending, verified := w.addManual("a.test", workossim.StatePending), w.addManual("b.test", workossim.StateVerified)
				return shown(w.get(pending).fields, "verification_token") + " " + shown(w.get(verified).fields, "verification_token")
			},
			Want: map[string]string{"null_when_verified": "no-field null", "absent": "no-field no-field", "null": "null null"},
		},
		{
			Name: workossim.SwitchTokenOfVerified,
			Tell: func(w *world) string {
				path := w.add("acme.test")
				tells := func() string {
					fields := w.get(path).fields
					_, token := fields["verification_token"]
					_, prefix := fields["verification_prefix"]
					return fmt.Sprint(token, prefix)
				}
				before := tells()
				w.Publish("acme.test", w.domain("acme.test").Record)
				w.Clock.Advance(time.Minute)
				return switchtest.Line(before, w.state(path), tells())
			},
			Want: map[string]string{"shown": "true true verified true true", "hidden": "true true verified false false"},
		},
		{
			Name: workossim.SwitchPendingState,
			Tell: func(w *world) string {
				path := w.makePending("acme.test")
				before := shown(w.get(path).fields, "state")
				w.Clock.Advance(time.Minute)
				return before + " " + shown(w.get(path).fields, "state")
			},
			Want: map[string]string{
				"pending": "pending verified", "unverified": "unverified verified", "absent": "no-field verified",
				"null": "null verified", "checking": "checking verified",
			},
		},
		{
			Name: workossim.SwitchRecentFields,
			Tell: func(w *world) string {
				return switchtest.Line(slices.Sorted(maps.Keys(w.get(w.add("acme.test")).fields)))
			},
			Want: map[string]string{
				"present": "[created_at domain id object organization_id state updated_at verification_prefix verification_strategy verification_token]",
				"absent":  "[domain id object state verification_prefix verification_token]",
			},
		},
	}
}
