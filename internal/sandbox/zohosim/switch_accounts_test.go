// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func accountsStories() []switchStory {
	return []switchStory{
		{
			Name: zohosim.SwitchTokenErrorStatus,
			Tell: func(w *world) string {
				g := w.refresh("refresh_token=1000.wrong")
				return switchtest.Line(g.status, g.fields)
			},
			Want: map[string]string{"200": "200 map[error:invalid_code]", "400": "400 map[error:invalid_code]"},
		},
		{
			Name: zohosim.SwitchTokenLock,
			Tell: func(w *world) string {
				for range 10 {
					w.refresh()
				}
				seen := []any{}
				for range 3 {
					w.Clock.Advance(4 * time.Minute)
					seen = append(seen, w.refresh().status)
				}
				w.Clock.Advance(9 * time.Minute)
				return switchtest.Line(append(seen, w.refresh().status)...)
			},
			Want: map[string]string{"rest_of_window": "400 400 200 200", "prolonged_by_tries": "400 400 400 400"},
		},
		{
			Name: zohosim.SwitchWrongClientSecret,
			Tell: func(w *world) string {
				return switchtest.Line(w.refresh("client_secret=wrong").fields["error"], w.refresh("client_id=wrong").fields["error"])
			},
			Want: map[string]string{
				"invalid_client": "invalid_client invalid_client", "invalid_client_secret": "invalid_client_secret invalid_client",
			},
		},
		{
			Name: zohosim.SwitchForeignCredentials,
			Tell: func(w *world) string {
				w.must(w.MoveCredentials("eu"))
				g := w.refresh()
				if g.token() != "" { // the token that was there before is refused, too
					w.authorize(g.token())
				}
				return switchtest.Line(g.fields["error"], g.fields["api_domain"], w.list().data["errorCode"])
			},
			Want: map[string]string{
				"invalid_client": "invalid_client <nil> INVALID_OAUTHTOKEN",
				"foreign_token":  "<nil> https://www.zohoapis.eu INVALID_OAUTHTOKEN",
			},
		},
	}
}
