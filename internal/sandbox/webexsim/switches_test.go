// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

type switchStory = switchtest.Story[*world]

func allStories() []switchStory {
	return slices.Concat(tokenStories(), verifyStories(), claimStories(), releaseStories(), frameStories())
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
			Name: webexsim.SwitchOrganizationReadDomains,
			Tell: func(w *world) string {
				w.makeVerified("acme.test")
				a := w.get(identity)
				return fmt.Sprint(a.fields["domains"], a.fields["verifiedDomains"], a.fields["pendingDomains"], a.fields["enforceVerifiedDomains"])
			},
			Want: map[string]string{
				"absent":                            "<nil> <nil> <nil> <nil>",
				"present":                           "[] [acme.test] [] false",
				"present_with_missing_empty_arrays": "<nil> [acme.test] <nil> false",
				"enforcement_only":                  "<nil> <nil> <nil> false",
			},
		},
		{
			Name: webexsim.SwitchOrganizationReadLag,
			Tell: func(w *world) string {
				w.set(webexsim.SwitchOrganizationReadDomains, "present")
				w.Clock.Advance(time.Hour)
				w.askToken("acme.test")
				seen := []any{w.get(identity).fields["pendingDomains"]}
				for range 2 {
					w.Clock.Advance(30 * time.Second)
					seen = append(seen, w.get(identity).fields["pendingDomains"])
				}
				w.Clock.Advance(10 * time.Minute)
				return fmt.Sprint(append(seen, w.get(identity).fields["pendingDomains"]))
			},
			Want: map[string]string{
				"0":   "[[acme.test] [acme.test] [acme.test] [acme.test]]",
				"30":  "[[] [acme.test] [acme.test] [acme.test]]",
				"600": "[[] [] [] [acme.test]]",
			},
		},
		{
			Name: webexsim.SwitchErrorBody,
			Tell: func(w *world) string {
				a := w.claim("acme.test")
				hasText := strings.Contains(a.text, "Domain acme.test is not verified.")
				return fmt.Sprint(a.status, slices.Sorted(maps.Keys(a.fields)), hasText, a.header.Get("Trackingid") != "")
			},
			Want: map[string]string{
				"message_errors": "400 [errors message trackingId] true true",
				"scim":           "400 [detail schemas status urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error] true true",
				"control_hub":    "400 [error] true true",
				"plain_text":     "400 [] true true",
				"empty":          "400 [] false true",
			},
		},
		{
			Name: webexsim.SwitchMissingScope,
			Tell: func(w *world) string {
				w.token = w.IssueAccessToken(webexsim.TokenSpec{Scopes: []string{webexsim.ScopePeopleRead}})
				a := w.claim("acme.test")
				return fmt.Sprint(a.status, strings.Contains(a.text, "200003"))
			},
			Want: map[string]string{"401": "401 true", "403": "403 true"},
		},
		{
			Name: webexsim.SwitchServiceAppRole,
			Tell: func(w *world) string {
				w.token = w.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
				return fmt.Sprint(w.act("getDomainVerificationToken", `{"domain":"acme.test"}`).status)
			},
			Want: map[string]string{"accepted": "200", "403": "403"},
		},
		{
			Name: webexsim.SwitchRefreshTokenRotation,
			Tell: func(w *world) string {
				a := w.refresh(nil)
				same := a.fields["refresh_token"] == w.Credentials().RefreshToken
				next := w.refresh(url.Values{"refresh_token": {a.fields["refresh_token"].(string)}})
				return fmt.Sprint(a.status, same, w.refresh(nil).status, next.status)
			},
			Want: map[string]string{"same": "200 true 200 200", "rotates": "200 false 400 200"},
		},
		{
			Name: webexsim.SwitchWrongOrganization,
			Tell: func(w *world) string {
				return fmt.Sprint(w.get("/v1/identity/organizations/82adacf4-453f-4e2b-a406-2939fddcaad2").status)
			},
			Want: map[string]string{"403": "403", "404": "404"},
		},
		{
			Name: webexsim.SwitchBase64Organization,
			Tell: func(w *world) string {
				id := base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/ORGANIZATION/" + organizationID))
				return fmt.Sprint(w.get("/v1/identity/organizations/"+id).status, w.get("/v1/identity/organizations/"+id+"=").status)
			},
			Want: map[string]string{"404": "404 404", "200": "200 200"},
		},
		{
			Name: webexsim.SwitchPathWithoutVersion,
			Tell: func(w *world) string {
				return fmt.Sprint(w.get(strings.TrimPrefix(identity, "/v1")).status, w.get(identity).status, w.get("/v1/nonsense").status)
			},
			Want: map[string]string{"404": "404 200 404", "200": "200 200 404"},
		},
		{
			Name: webexsim.SwitchLockedOut,
			Tell: func(w *world) string {
				w.makeVerified("other.test")
				w.SetEnforcement(true)
				a := w.get(identity)
				return fmt.Sprint(a.status, strings.Contains(a.text, "transient"))
			},
			Want: map[string]string{"403_transient": "403 true", "403": "403 false", "401": "401 false"},
		},
	}
}
