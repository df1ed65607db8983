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
	// then follows the advice, after which the next run converges. It is nil where another
	// process has to do so.
	then   func(w *world, failed error) error
	reason string
}

const (
	oneDomain       = "one domain"
	unreadableWebex = "webex unreadable"
)

func outcomes() []outcome {
	const (
		waits       = "another organization holds the domain, and has to release it first"
		verifyAgain = "terraform apply -replace=domainverify_verification_token.NAME -replace=domainverify_verification.NAME"
	)
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
			subject: "webex by probe", race: "one state", holder: true, error: "Wait Timed Out", advice: "terraform apply -replace=ADDRESS", then: replacing(tokenAddress),
			reason: "the probe does not show that the pending entry is gone, and a request for its token may replace a published one",
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
		{subject: "webex", race: "change: take_over", error: "another organization has claimed the domain", advice: "has to release it", then: releasedElsewhere, reason: waits},
		{subject: "webex", race: "change: hold", error: "another organization has claimed the domain", advice: "has to release it", then: releasedElsewhere, reason: waits},
		{
			subject: "webex by probe", race: "change: remove", error: "Wait Timed Out", advice: "terraform apply -replace=ADDRESS", then: replacing(tokenAddress),
			reason: "the probe does not show that the pending entry is gone, and a request for its token may replace a published one",
		},
		{
			subject: "webex by probe", race: "change: take_over", error: "Wait Timed Out", advice: "terraform apply -replace=ADDRESS", then: replacing(tokenAddress),
			reason: "another organization's claim takes the pending entry, and the probe does not show that it is gone",
		},
		{
			subject: "webex by probe", race: "change: rotate", error: "Wait Timed Out", advice: "terraform apply -replace=ADDRESS", then: replacing(tokenAddress),
			reason: "the probe does not show that the pending entry has another token, and a request for it may replace the published one",
		},
		{subject: unreadableWebex, race: "change: take_over", error: "Cannot ", advice: "has to release it", then: releasedElsewhere, reason: waits},
		{subject: unreadableWebex, race: "change: hold", error: "Cannot ", advice: "has to release it", then: releasedElsewhere, reason: waits},
		{
			subject: unreadableWebex, race: "change: unverify", error: "the domain is not verified, or", advice: verifyAgain, then: replacing(tokenAddress, verificationAddress),
			reason: "nothing shows that the verification is gone",
		},
		{
			subject: unreadableWebex, race: "change: remove", error: "the domain is not verified, or", advice: verifyAgain, then: replacing(tokenAddress, verificationAddress),
			reason: "nothing shows that the domain is gone",
		},
		{
			subject: unreadableWebex, holder: true, error: "Wait Timed Out", advice: "terraform apply -replace=ADDRESS", then: replacing(tokenAddress),
			reason: "nothing shows that the pending entry is gone or has another token, and a request for it may replace the published one",
		},
		{
			subject: unreadableWebex, holder: true, error: "Cannot Release Claim", advice: "terraform state rm", then: removingClaim,
			reason: "a refused unclaim does not show whether there is a claim",
		},
		{
			subject: unreadableWebex, race: oneDomain, error: "Cannot Add Domain", advice: "terraform import",
			reason: "nothing shows that the other process holds the domain, which this one must not take",
		},
		{
			subject: unreadableWebex, race: oneDomain, error: "Cannot Get Verification Token", advice: "terraform import", then: importing(tokenAddress),
			reason: "nothing shows that the other process has claimed the domain, whose token is in the DNS",
		},
		{
			subject: unreadableWebex, race: oneDomain, holder: true, error: "still has a claim", advice: "elease",
			reason: "the apply has claimed the domain that it could not see, and a claim is not released unasked",
		},
		{
			subject: unreadableWebex, race: "twice configured", error: "Cannot Add Domain", advice: "terraform import",
			reason: "nothing shows that the domain is there",
		},
		{
			subject: "workos", race: "change: verify_manually", error: "Domain Already Exists", advice: "terraform import", then: importing(domainAddress),
			reason: "the response to adding it may be the one that another run got, whose domain this one must not take",
		},
		{
			subject: "google", race: "one domain, one state", holder: true, error: "Record Still Published", advice: "Remove the record",
			reason: "the other process has published the record again, and a domain is released only after its record is gone",
		},
		{
			subject: "entra", race: "change: make_default", error: "it is the default domain of the tenant", advice: "Make another domain the default one", then: drifting("make_other_default"),
			reason: "Microsoft keeps the default domain",
		},
		{
			subject: "fourth", race: "change: use", error: "users stand in the way", advice: "Move them", then: drifting("use_no_more"),
			reason: "a domain that somebody uses is released only where the configuration forces it",
		},
		{subject: "entra", race: "change: take_away", error: "is verified in another tenant", advice: "Remove the domain from that tenant first", then: releasedElsewhere, reason: waits},
		{subject: "zoho", race: "change: hold", error: "another Zoho organization has it", advice: "has to delete it first", then: releasedElsewhere, reason: waits},
		{
			subject: "zoho", race: "change: enable_hosting", error: "Cannot Release Domain", advice: "disable_mail_hosting_on_release", then: drifting("disable_hosting"),
			reason: "mail hosting is disabled only where the configuration asks for it",
		},
		{
			subject: "zoho", race: "change: add_users", error: "Cannot Release Domain", advice: "change those in the admin console", then: drifting("remove_users"),
			reason: "Zoho keeps a domain that has users",
		},
	}
}

// mayMix reports whether a pair may leave of the two domains together what neither order
// does, as long as each side leaves of its own domain what it does alone: the guard against a lockout of the
// administrators sees what its own process does, so that another one may verify or claim
// a domain between its look at the organization and the release.
func mayMix(subject Subject, p pair) bool {
	if subject.Service != "webex" || p.oneDomain() || p.phases[0] == p.phases[1] {
		return false
	}
	return p.domains[slices.Index(p.phases[:], destroying)] == Zone
}

func replacing(addresses ...string) func(*world, error) error {
	return func(w *world, _ error) error { return w.commands.Replace(addresses...) }
}

func releasedElsewhere(w *world, _ error) error {
	return w.Sandbox.ReleaseElsewhere(w.subject.Service, Zone)
}

// drifting changes the domain where the error says.
func drifting(change string) func(*world, error) error {
	return func(w *world, _ error) error {
		known, err := w.OutsideChanges(w.subject.Service)
		if err != nil {
			return err
		}
		return makeChange(known, "change: "+change)
	}
}

// mayStay are the members of what the service shows that a pair may leave otherwise than
// one after the other: a request for the token of a domain that is verified and not
// claimed lists it as pending too, and the process that made it is refused after that.
// A release removes both.
func mayStay(subject Subject, p pair) []string {
	if subject.Service == "webex" && p.oneDomain() && p.phases == [2]phase{applying, applying} {
		return []string{"pending"}
	}
	return nil
}

// hidden reports whether no reading shows the change once a domain is verified. State and
// DNS stay as they are then, and a destroy leaves nothing.
func hidden(subject Subject, change string) bool {
	return subject.Name == unreadableWebex && strings.HasPrefix(change, "change: ")
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
