// SPDX-License-Identifier: MPL-2.0

package googlesim_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestEachSettingOfEachSwitchShowsItsBehaviour(t *testing.T) {
	t.Parallel()
	simtest.EachSettingShowsItsBehaviour(t, newWorld, slices.Concat(verificationStories(), accessStories())...)
}

type switchStory = simtest.Story[*world]

func verificationStories() []switchStory {
	return []switchStory{
		simtest.Tell(googlesim.SwitchUnowned, func(w *world) string { return refusal(w.Get(acme)) },
			map[string]string{"403": "403 forbidden", "404": "404 notFound"}),
		simtest.Tell(googlesim.SwitchIDForm, func(w *world) string {
			w.verify()
			return w.Get(acme).Fields["id"].(string)
		}, map[string]string{"encoded": "dns%3A%2F%2Facme.test", "plain": "dns://acme.test"}),
		simtest.Tell(googlesim.SwitchDoubleEncodedID, func(w *world) string {
			w.verify()
			return refusal(w.Get(api + "webResource/dns%253A%252F%252Facme.test"))
		}, map[string]string{"400": "400 invalidParameter", "404": "404 invalidParameter", "accepted": "200"}),
		simtest.Tell(googlesim.SwitchEmptyList, func(w *world) string { return w.Get(api + "webResource").Text },
			map[string]string{"no_items": "{}", "empty_items": `{"items":[]}`}),
		simtest.Tell(googlesim.SwitchTokenStability, func(w *world) string {
			first := w.token(googlesim.MethodTXT)
			same := w.token(googlesim.MethodTXT) == first
			w.verify()
			before := w.Records["acme.test"][1]
			w.Publish("acme.test")
			w.Want("delete", w.Delete(acme), 204)
			return simtest.Line(same, before == w.token(googlesim.MethodTXT))
		}, map[string]string{"stable": "true true", "new_after_delete": "true false", "new_each_time": "false false"}),
		simtest.Tell(googlesim.SwitchCNAMETokenForm, func(w *world) string {
			token := w.token(googlesim.MethodCNAME)
			return simtest.Line(strings.Count(token, " "), strings.HasSuffix(token, "."))
		}, map[string]string{"space": "1 false", "dot_suffix": "1 true", "target_only": "0 false"}),
		simtest.Tell(googlesim.SwitchInsertVerified, func(w *world) string {
			w.verify()
			w.Publish("acme.test")
			return refusal(w.insert(googlesim.MethodTXT))
		}, map[string]string{"200": "200", "needs_record": "400 badRequest"}),
		simtest.Tell(googlesim.SwitchDeleteLooksAt, func(w *world) string {
			w.verify()
			return refusal(w.Delete(acme))
		}, map[string]string{"cached_dns": "400 badRequest", "never": "204"}),
		simtest.Tell(googlesim.SwitchSecondDelete, func(w *world) string { return refusal(w.Delete(acme)) },
			map[string]string{"unowned": "403 forbidden", "204": "204"}),
		simtest.Tell(googlesim.SwitchRecheck, func(w *world) string {
			w.verify()
			w.Clock.Advance(25 * time.Hour)
			w.as(account)
			w.Want("with the record", w.Get(acme), 200)
			w.Publish("acme.test")
			w.Clock.Advance(4 * 24 * time.Hour)
			w.as(account)
			return refusal(w.Get(acme))
		}, map[string]string{"never": "200", "drops_owner": "403 forbidden"}),
		simtest.Tell(googlesim.SwitchIdentifierCheck, func(w *world) string {
			return refusal(w.Post(api+"token", `{"site":{"type":"INET_DOMAIN","identifier":"sc-domain:acme.test"},"verificationMethod":"DNS_TXT"}`))
		}, map[string]string{"none": "200", "400": "400 invalidParameter"}),
		simtest.Tell(googlesim.SwitchBackendTrouble, func(w *world) string { return refusal(w.insert(googlesim.MethodTXT)) },
			map[string]string{"400": "400 badRequest", "503": "503 backendError"}),
	}
}

func accessStories() []switchStory {
	return []switchStory{
		simtest.Tell(googlesim.SwitchErrorEnvelope, func(w *world) string {
			w.as(account, googlesim.ScopeVerifyOnly)
			r := w.Get(acme)
			return simtest.Line(has(r, "insufficientPermissions"), has(r, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), has(r, "PERMISSION_DENIED"))
		}, map[string]string{"errors": "true false false", "status_details": "true true true", "status_only": "false true true"}),
		simtest.Tell(googlesim.SwitchQuotaError, func(w *world) string {
			w.Must(w.SetProject(googlesim.ProjectState{QuotaExhausted: true}))
			return refusal(w.Get(acme))
		}, map[string]string{"403_daily": "403 dailyLimitExceeded", "403_rate": "403 rateLimitExceeded", "429": "429 rateLimitExceeded"}),
		simtest.Tell(googlesim.SwitchQuotaProject, func(w *world) string {
			w.as(admin)
			w.Header.Del("X-Goog-User-Project")
			return refusal(w.Get(api + "webResource"))
		}, map[string]string{"yes": "403 accessNotConfigured", "no": "200"}),
	}
}
