// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// exception is a cell for which the promise is another one. An empty field stands for
// all there are.
type exception struct {
	subject string // how its name begins
	line    string // part of the call's
	kind    string // a regular expression
	phase   phase
	spans   []span
	// then is what the error of the next run tells the user to do. The run after that
	// converges.
	then func(w *world, failed error) error
	// lies: of the cells in which a response lies, some of which converge all the same.
	lies bool
	// place is the end of a path in a response, without positions in lists. It is of the
	// cells in which the response names another thing there, and stands for the promise
	// that is left: "untold" lets the other thing be believed for a run, "lost" ends
	// without the domain in state, which is not released.
	place  *string
	untold bool
	lost   bool
	reason string
}

// unseen are the kinds with which a write is processed and its outcome stays open. That
// of an empty response does not where a success has no body.
const (
	unseenInParts = "truncate_after"
	unseen        = `(status|drop|hang|drip|garbage|null|huge|redirect)_after.*`
	unseenByCrash = ".* after"
)

const (
	domainAddress       = "domainverify_organization_domain.this"
	claimAddress        = "domainverify_claim.this"
	tokenAddress        = "domainverify_verification_token.this"
	verificationAddress = "domainverify_verification.this"
)

// exceptions are all of them. A fault of the provider is none.
func exceptions() []exception {
	return slices.Concat(unreadable(), untold(), lost(), lostTokens())
}

// unreadable are the writes to a Webex organization of which nothing can be read.
func unreadable() []exception {
	const (
		subject        = unreadableWebex
		refusedUnclaim = "a refused unclaim does not show whether there is a claim: the error says where to look, and names terraform state rm"
	)
	return []exception{
		{
			subject: subject, phase: applying, line: "/claimDomain", lies: true, then: importing(claimAddress),
			reason: "a response that is not understood leaves open whether there is a claim: the next run's error names the import",
		},
		{
			subject: subject, phase: applying, line: "/claimDomain", kind: unseen + "|" + unseenInParts + "|empty_after|" + unseenByCrash, then: importing(claimAddress),
			reason: "a refused claim may be another organization's, and nothing shows whose: the error names the import",
		},
		{
			subject: subject, phase: destroying, line: "/unclaimDomain", kind: unseen, spans: []span{eachTime, theRest}, then: removingClaim,
			reason: refusedUnclaim,
		},
		{
			subject: subject, phase: destroying, line: "/unclaimDomain", kind: unseenInParts, spans: []span{theRest}, then: removingClaim,
			reason: refusedUnclaim,
		},
		{ // not repeated within the run
			subject: subject, phase: destroying, line: "/unclaimDomain", kind: "redirect_after|" + unseenByCrash, then: removingClaim,
			reason: refusedUnclaim,
		},
		{
			subject: subject, phase: destroying, line: "/unclaimDomain", kind: "empty", then: unclaiming,
			reason: "a successful unclaim has no body either: the release of the domain is refused, and its error says where to release the claim",
		},
	}
}

// untold are the things that nothing but the response tells.
func untold() (rows []exception) {
	const reason = "the service alone knows its tokens and IDs; the next reading corrects them"
	for _, place := range []struct{ subject, place string }{
		{"workos", "/domains/verification_token"},
		{"workos", "/domains/verification_prefix"},
		{"zoho", "/CNAMEVerificationCode"},
		{"zoho", "/HTMLVerificationCode"},
		{"fourth", "/token"},
		{"github", "/verificationToken"},
		{"github", "/organization/id"},
		{"entra", "/value/text"},
		{"fourth", "/record_name"},
	} {
		rows = append(rows, exception{subject: place.subject, place: &place.place, untold: true, reason: reason})
	}
	// A release needs the ID to be the one in state, or to be shown twice.
	for _, id := range []struct{ subject, place string }{{"workos", "/domains/id"}, {"github", "/domain/id"}, {"github", "/nodes/id"}} {
		for _, p := range []phase{applying, planning} {
			rows = append(rows, exception{subject: id.subject, phase: p, place: &id.place, untold: true, reason: reason})
		}
	}
	return rows
}

// lostTokens are those that are shown once: a published record that Webex does not find
// may as well be one that its DNS does not show yet.
func lostTokens() []exception {
	const reason = "Webex shows a token in one response alone; -replace requests another one"
	token, expiry := "/token", "/expires_at"
	return []exception{
		{subject: "webex", phase: applying, place: &token, untold: true, lost: true, reason: reason},
		{
			subject: "fourth", line: "POST ", phase: applying, kind: "no value|missing", place: &expiry, lost: true,
			reason: "the moment at which a token expires may be left out, and the token is shown with it once",
		},
	}
}

// lost are the lists that are all that is known of a domain.
func lost() (rows []exception) {
	const reason = "a list that names another domain shows what it shows when the domain is removed there; it has to be imported again"
	for _, list := range []struct{ subject, line, place string }{
		{"webex by probe", "/unverifyDomain", ""},
		{"webex by probe", "/unverifyDomain", "/claimedDomains"},
		{"webex by lists", "GET ", "/domains"},
		{"workos", "GET ", "/domains/domain"},
		{"zoho", "GET ", "/domainVO/domainName"},
		{"github", "query organization", "/punycodeEncodedDomain"},
		{"fourth", "GET ", ""},
		{"fourth", "GET ", "/domains"},
		{"fourth", "GET ", "/domains/name"},
	} {
		for _, p := range []phase{planning, destroying} {
			rows = append(rows, exception{subject: list.subject, line: list.line, phase: p, place: &list.place, lost: true, reason: reason})
		}
	}
	return rows
}

var importCommand = regexp.MustCompile(`terraform import ADDRESS (\S+)`)

func importing(address string) func(*world, error) error {
	return func(w *world, failed error) error {
		named := importCommand.FindStringSubmatch(failed.Error())
		if named == nil {
			return fmt.Errorf("the error of the run after it names no import: %w", failed)
		}
		return w.commands.Import(address, named[1])
	}
}

func removingClaim(w *world, failed error) error {
	if !strings.Contains(failed.Error(), "terraform state rm") {
		return fmt.Errorf("the error of the run after it names no removal from state: %w", failed)
	}
	return w.commands.Remove(claimAddress)
}

func unclaiming(w *world, failed error) error {
	if !strings.Contains(failed.Error(), "release it in Control Hub") {
		return fmt.Errorf("the error of the run after it does not say where to release the claim: %w", failed)
	}
	return w.Webex.Drift("unclaim", Zone)
}

// follow makes the run that fails, and does what its error says.
func (e *exception) follow(w *world, destroy bool) error {
	failed := w.commands.Apply(destroy)
	if failed == nil && e.lies {
		return nil
	} else if failed == nil {
		return errors.New("the run after it converges, so it is no exception")
	}
	return e.then(w, failed)
}

// exceptionOf returns nil for the rule: one run converges.
func exceptionOf(c cell) *exception {
	for _, e := range exceptions() {
		if e.applyTo(c) {
			return &e
		}
	}
	return nil
}

func (e *exception) applyTo(c cell) bool {
	return strings.HasPrefix(c.subject, e.subject) && strings.Contains(c.call.line, e.line) &&
		(e.phase == "" || e.phase == c.phase) && (len(e.spans) == 0 || slices.Contains(e.spans, c.span)) &&
		(e.kind == "" || regexp.MustCompile("^("+e.kind+")$").MatchString(c.kind.name)) && e.isPlace(c)
}

var position = regexp.MustCompile(`/\d+`)

// isPlace reports whether the response of a cell names another thing at the place.
func (e *exception) isPlace(c cell) bool {
	if e.place == nil {
		return e.lies == (c.kind.lie != nil)
	}
	at := position.ReplaceAllString(string(c.field), "")
	return (c.namesAnother() || e.kind != "" && c.kind.lie != nil) && (at == *e.place || *e.place != "" && strings.HasSuffix(at, *e.place))
}
