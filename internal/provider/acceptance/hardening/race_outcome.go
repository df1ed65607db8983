// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"slices"
	"strings"
)

// outcome is an error that a clean run after a race may end in, because the promise is
// another one there. An empty field stands for all there are.
type outcome struct {
	subject string // part of its name
	race    string // part of the name of what happened
	holder  bool   // of one domain: who holds it from the beginning is told as well
	error   string // what it says
	advice  string // what it says to do
	reason  string
}

const oneDomain = "one domain"

func outcomes() []outcome {
	const waits = "another organization holds the domain, and has to release it first"
	return []outcome{
		{
			race: oneDomain, error: "Domain Already Exists", advice: "terraform import",
			reason: "one process holds the domain, and the other one must not take it",
		},
		{
			race: oneDomain, error: "exists already", advice: "Import it with the id",
			reason: "one process has published the record, which a DNS provider does not let another one take",
		},
		{
			subject: "webex by probe", race: "one state", holder: true, error: "Wait Timed Out", advice: "terraform apply -replace=ADDRESS",
			reason: "the probe does not show that the pending entry is gone, and a request for its token may replace a published one",
		},
		{
			subject: "webex", race: "apply, destroy: one domain, one state", holder: true, error: "still has a claim", advice: "elease",
			reason: "the apply has claimed the domain again, and a claim is not released unasked",
		},
		{
			subject: "webex", race: "destroy, apply: one domain, one state", holder: true, error: "still has a claim", advice: "elease",
			reason: "the apply has claimed the domain again, and a claim is not released unasked",
		},
		{
			subject: "webex", race: "two domains", error: "Administrator Lockout Prevented", advice: "Verify acme.test first",
			reason: "the administrators' own domain is verified first",
		},
		{
			subject: "webex", race: "two domains", error: "Administrator Lockout Prevented", advice: "elease",
			reason: "the administrators' own domain is released last",
		},
		{subject: "webex", race: "change: take_over", error: "another organization has claimed the domain", advice: "has to release it", reason: waits},
		{subject: "webex", race: "change: hold", error: "another organization has claimed the domain", advice: "has to release it", reason: waits},
		{
			subject: "webex by probe", race: "change: remove", error: "Wait Timed Out", advice: "terraform apply -replace=ADDRESS",
			reason: "the probe does not show that the pending entry is gone, and a request for its token may replace a published one",
		},
		{
			subject: "webex by probe", race: "change: rotate", error: "Wait Timed Out", advice: "terraform apply -replace=ADDRESS",
			reason: "the probe does not show that the pending entry has another token, and a request for it may replace the published one",
		},
		{subject: "zoho", race: "change: hold", error: "another Zoho organization has it", advice: "has to delete it first", reason: waits},
		{
			subject: "zoho", race: "change: enable_hosting", error: "Cannot Release Domain", advice: "disable_mail_hosting_on_release",
			reason: "mail hosting is disabled only where the configuration asks for it",
		},
		{
			subject: "zoho", race: "change: add_users", error: "Cannot Release Domain", advice: "change those in the admin console",
			reason: "Zoho keeps a domain that has users",
		},
	}
}

// mayMix reports whether a pair may leave what neither order does, as long as each side
// converges and releases nothing unasked: the guard against a lockout of the
// administrators sees what its own process does, so that another one may verify or claim
// a domain between its look at the organization and the release.
func mayMix(subject Subject, p pair) bool {
	if subject.Service != "webex" || p.oneDomain() || p.phases[0] == p.phases[1] {
		return false
	}
	return p.domains[slices.Index(p.phases[:], destroying)] == Zone
}

// documented returns nil for an error that must not be.
func documented(subject Subject, race string, s *side, err error) *outcome {
	if err == nil {
		return nil
	}
	told := s == nil || !s.holds || !strings.Contains(race, oneDomain)
	for _, o := range outcomes() {
		if (told || o.holder) && strings.Contains(subject.Name, o.subject) && strings.Contains(race, o.race) &&
			strings.Contains(err.Error(), o.error) && strings.Contains(err.Error(), o.advice) {
			return &o
		}
	}
	return nil
}

// notOurs are changes after which the service shows a domain that is not the one of the
// run: that of the other organization, or one that was added again.
func notOurs() []string {
	return []string{"change: move", "change: hold", "change: take_over", "change: readd"}
}
