// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"slices"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

type switchStory = switchtest.Story[*world]

func allStories() []switchStory {
	return slices.Concat(domainStories(), objectStories(), verifyStories(), frameStories(), accountsStories())
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
			Name: zohosim.SwitchFailurePlace,
			Tell: func(w *world) string {
				w.must(w.AddDomain(zohosim.DomainSpec{Domain: "acme.test", Verified: true, Hosting: true}))
				hosting, twice := w.delete("acme.test"), w.tryAdd("acme.test")
				return switchtest.Line(hosting.description, hosting.list, twice.description, twice.list)
			},
			Want: map[string]string{
				"as_seen": "Invalid Input map[error:RMV_HOSTING_BEFORE_DLT_DOMAIN moreInfo:Mail hosting of acme.test must be disabled before it is deleted.] " +
					"Invalid Input map[moreInfo:Domain acme.test already exists in your organization.]",
				"data.errorCode": "Invalid Input map[errorCode:RMV_HOSTING_BEFORE_DLT_DOMAIN] Invalid Input map[errorCode:DOMAIN_ALREADY_EXISTS]",
				"data.moreInfo": "Invalid Input map[moreInfo:RMV_HOSTING_BEFORE_DLT_DOMAIN: Mail hosting of acme.test must be disabled before it is deleted.] " +
					"Invalid Input map[moreInfo:Domain acme.test already exists in your organization.]",
				"data.error": "Invalid Input map[error:RMV_HOSTING_BEFORE_DLT_DOMAIN message:Mail hosting of acme.test must be disabled before it is deleted.] " +
					"Invalid Input map[error:DOMAIN_ALREADY_EXISTS message:Domain acme.test already exists in your organization.]",
				"status.description": "RMV_HOSTING_BEFORE_DLT_DOMAIN: Mail hosting of acme.test must be disabled before it is deleted. <nil> " +
					"Domain acme.test already exists in your organization. <nil>",
			},
		},
		{
			Name: zohosim.SwitchFailureStatus,
			Tell: func(w *world) string {
				a := w.put("acme.test", byTXT)
				return switchtest.Line(a.status, a.code, a.description)
			},
			Want: map[string]string{"agree": "404 404 Not Found", "http_200": "200 404 Not Found", "envelope_200": "404 200 success"},
		},
		{
			Name: zohosim.SwitchMissingScope,
			Tell: func(w *world) string {
				w.authorize(w.IssueAccessToken(zohosim.TokenSpec{Scopes: []string{zohosim.ScopeDomainsRead}}))
				a := w.tryAdd("acme.test")
				return switchtest.Line(w.list().status, a.status, a.code, a.data)
			},
			Want: map[string]string{
				"401": "200 401 401 map[errorCode:INVALID_OAUTHSCOPE]", "400": "200 400 400 map[errorCode:INVALID_OAUTHSCOPE]",
				"403": "200 403 403 map[errorCode:INVALID_OAUTHSCOPE]", "404": "200 404 404 map[errorCode:INVALID_OAUTHSCOPE]",
				"url_rule": "200 404 404 map[errorCode:URL_RULE_NOT_CONFIGURED]",
			},
		},
		{
			Name: zohosim.SwitchNotAdministrator,
			Tell: func(w *world) string {
				w.authorize(w.IssueAccessToken(zohosim.TokenSpec{NotAdmin: true}))
				a := w.list()
				return switchtest.Line(a.status, a.code, a.description, a.list)
			},
			Want: map[string]string{
				"401": "401 401 Invalid Access <nil>", "400": "400 400 Invalid Access <nil>", "403": "403 403 Invalid Access <nil>",
			},
		},
		{
			Name: zohosim.SwitchThrottleAnswer,
			Tell: func(w *world) string {
				w.must(w.LimitRate(1, 90*time.Second))
				w.list()
				a := w.list()
				return switchtest.Line(a.status, a.header.Get("Retry-After"), a.text)
			},
			Want: map[string]string{
				"429_retry_after": `429 90 {"status":{"code":429,"description":"Too Many Requests"}}`,
				"429":             `429  {"status":{"code":429,"description":"Too Many Requests"}}`,
				"400_title":       "400  " + rollingThrottle,
				"200_error":       "200  " + rollingThrottle,
			},
		},
		{
			Name: zohosim.SwitchThrottleLock,
			Tell: func(w *world) string {
				w.must(w.LimitRate(1, 2*time.Minute))
				w.list()
				seen := []any{w.list().status}
				for range 3 {
					w.Clock.Advance(time.Minute)
					seen = append(seen, w.list().status)
				}
				return switchtest.Line(seen...)
			},
			Want: map[string]string{"fixed": "429 429 200 200", "prolonged_by_calls": "429 429 429 429"},
		},
	}
}

const rollingThrottle = `{"error":{"details":[{"message":"You have exceeded the allowed number of requests. Please try again after 2 minutes."}],` +
	`"error_type":"OTHERS","instance":"/api/organization/70012345/domains","method":"GET","title":"URL_ROLLING_THROTTLES_LIMIT_EXCEEDED"}}`
