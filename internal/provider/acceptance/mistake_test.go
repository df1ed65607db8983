// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// wrongly publishes something other than the record by hand.
func (w *world) wrongly(name string, values func(token string) []string) func() {
	return func() {
		w.t.Helper()
		if err := w.DNS.SetTXT(domain, name, values(w.token(domain))...); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestRecordPublishedWronglyEndsTheWaitWithTheMistakeByName(t *testing.T) {
	const prefix = "cisco-ci-domain-verification="
	for code, test := range map[string]struct {
		name   string
		values func(token string) []string
	}{
		"bare_token":       {domain, func(token string) []string { return []string{token} }},
		"foreign_prefix":   {domain, func(token string) []string { return []string{"google-site-verification=" + token} }},
		"quotes_or_spaces": {domain, func(token string) []string { return []string{`"` + prefix + token + `"`} }},
		"split_value":      {domain, func(token string) []string { return []string{prefix + token[:20], token[20:]} }},
		"merged_value":     {domain, func(token string) []string { return []string{"v=spf1 -all " + prefix + token, "MS=ms12345678"} }},
		"cut_off":          {domain, func(token string) []string { return []string{"MS=ms12345678", prefix + token[:20]} }},
		"near_miss":        {domain, func(token string) []string { return []string{prefix + token + "x"} }},
		"doubled_name":     {domain + "." + domain, func(token string) []string { return []string{prefix + token} }},
		"at_www":           {"www." + domain, func(token string) []string { return []string{prefix + token} }},
	} {
		t.Run(code, func(t *testing.T) {
			w := newWorld(t)
			w.run(
				resource.TestStep{Config: chain{without: []string{"sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String()},
				resource.TestStep{
					PreConfig:   w.wrongly(test.name, test.values),
					Config:      chain{without: []string{"sandbox_dns_record_set", "domainverify_claim"}}.String(),
					ExpectError: regexp.MustCompile(`(?s)Record Published Wrongly.*` + code + `.*correct\s+the\s+record\s+and\s+apply\s+again`),
				},
				resource.TestStep{
					PreConfig: func() {
						if waited := w.virtual.Now().Sub(time.Unix(0, 0)); waited > 2*time.Minute {
							t.Errorf("the mistake was named after %s", waited)
						}
						equal(t, "verify calls", w.count("verifyDomain"), 0)
						if err := w.DNS.RemoveRRset(test.name, "TXT"); err != nil {
							t.Fatal(err)
						}
					},
					Config: chain{}.String(),
				},
			)
		})
	}
}

// An older token may be about to be replaced, so the wait goes on.
func TestOlderTokenIsNamedButWaitedOut(t *testing.T) {
	w := newWorld(t)
	slept := 0
	w.virtual.OnSleep = func(elapsed time.Duration) {
		w.passTime(elapsed)
		if slept++; slept == 60 {
			w.wrongly(domain, func(token string) []string { return []string{"cisco-ci-domain-verification=" + token} })()
		}
	}
	w.runWithLeftovers(
		resource.TestStep{Config: chain{without: []string{"sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String()},
		resource.TestStep{
			PreConfig: w.wrongly(domain, func(string) []string { return []string{"cisco-ci-domain-verification=older"} }),
			Config:    chain{without: []string{"sandbox_dns_record_set", "domainverify_claim"}}.String(),
		},
	)
}

func TestRefusalOfAPublishedRecordSaysUntilWhenAResolverMayRememberItsAbsence(t *testing.T) {
	w := newWorld(t)
	lagging := w.laggingSecondary(3)
	poisoned := w.virtual.OnSleep
	slept := 0
	w.virtual.OnSleep = func(elapsed time.Duration) {
		// Somebody else's look makes the service's resolver remember the absence.
		if slept++; slept == 1 {
			if _, err := w.DNS.LookupTXT(t.Context(), domain); err != nil {
				t.Error(err)
			}
		}
		poisoned(elapsed)
	}
	w.run(resource.TestStep{Config: chain{}.String()})
	lagging.assertNoVerifyBefore(t)
	if calls := w.count("verifyDomain"); calls > 2 {
		t.Errorf("%d verify calls while the resolver remembered the absence for 5 minutes", calls)
	}
}

func TestValueThatIsMergedWithAnotherEndsTheWaitWhereverItIsInTheRecord(t *testing.T) {
	for position, merged := range map[string]func(value string) string{
		"same record before it:": func(value string) string { return "v=spf1 -all " + value },
		"before it and after it": func(value string) string { return "v=spf1 " + value + " -all" },
		"same record after it:":  func(value string) string { return value + " v=spf1 -all" },
	} {
		t.Run(position, func(t *testing.T) {
			w := newWorld(t)
			w.runWithLeftovers(
				resource.TestStep{Config: chain{without: []string{"sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String()},
				resource.TestStep{
					PreConfig: w.wrongly(domain, func(token string) []string {
						return []string{"MS=ms12345678", merged("cisco-ci-domain-verification=" + token)}
					}),
					Config:      chain{without: []string{"sandbox_dns_record_set", "domainverify_claim"}}.String(),
					ExpectError: regexp.MustCompile(`(?s)Record Published Wrongly.*merged_value.*` + strings.ReplaceAll(position, " ", `\s+`)),
				},
			)
			if waited := w.virtual.Now().Sub(time.Unix(0, 0)); waited > 2*time.Minute {
				t.Errorf("the mistake was named after %s", waited)
			}
		})
	}
}

// Machines behind one address that are not in step: every second answer lacks
// the record.
func TestServersThatDisagreeBehindOneAddressAreNotTakenForPublished(t *testing.T) {
	w := newWorld(t)
	for _, server := range []string{"authoritative-1", "authoritative-2"} {
		if err := w.DNS.SetFault(server, dnssim.Fault{Kind: dnssim.Alternating}); err != nil {
			t.Fatal(err)
		}
	}
	// The first answer, which has whatever is published, comes before the record.
	slept := 0
	w.virtual.OnSleep = func(elapsed time.Duration) {
		w.passTime(elapsed)
		if slept++; slept == 1 {
			w.wrongly(domain, func(token string) []string { return []string{"cisco-ci-domain-verification=" + token} })()
		}
	}
	w.runWithLeftovers(
		resource.TestStep{Config: chain{without: []string{"sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String()},
		resource.TestStep{
			Config: chain{
				without:      []string{"sandbox_dns_record_set", "domainverify_claim"},
				verification: `timeouts = { create = "1m" }`,
			}.String(),
			ExpectError: regexp.MustCompile(`(?s)Wait Timed Out.*inconsistent_server`),
		},
	)
	equal(t, "verify calls", w.count("verifyDomain"), 0)
}

// lag holds the second name server back until the provider has waited a few
// times, and notes what had been asked by then.
type lag struct {
	mu       sync.Mutex
	released bool
	requests []string
	queries  []dnssim.Query
}

func (w *world) laggingSecondary(pauses int) *lag {
	w.t.Helper()
	l := &lag{}
	if err := w.DNS.SetLag("authoritative-2", time.Hour); err != nil {
		w.t.Fatal(err)
	}
	slept := 0
	w.virtual.OnSleep = func(elapsed time.Duration) {
		w.passTime(elapsed)
		l.mu.Lock()
		defer l.mu.Unlock()
		if slept++; slept != pauses {
			return
		}
		l.released, l.requests, l.queries = true, w.calls(), w.DNS.Queries()
		w.Clock.Advance(time.Hour)
	}
	return l
}

func (l *lag) assertNoVerifyBefore(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.released {
		t.Fatal("the provider never waited")
	}
	for _, call := range l.requests {
		if call == "verifyDomain" {
			t.Errorf("verify was called while a server lacked the record: %v", l.requests)
		}
	}
}

func (l *lag) assertNoRecursiveQueryBefore(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.released || len(l.queries) == 0 {
		t.Fatal("the provider never waited, or nothing was asked")
	}
	for _, query := range l.queries {
		if query.Server == "recursive" && strings.TrimSuffix(query.Name, ".") == domain {
			t.Errorf("a resolver was asked for the name too early: %+v", query)
		}
	}
}
