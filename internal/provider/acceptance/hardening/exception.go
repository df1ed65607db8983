// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"regexp"
	"slices"
	"strings"
)

// exception is a cell for which the promise is another one. An empty field stands for
// all there are.
type exception struct {
	subject, line, kind string
	phase               phase
	span                span
	applies             int // how many runs it takes to converge
	// place is the end of a path in a response, without positions in lists. It is of the
	// cells in which the response names another thing there, and stands for the promise
	// that is left: "untold" lets the other thing be believed for a run, "lost" ends
	// without the domain in state, which is not released.
	place  *string
	untold bool
	lost   bool
	reason string
}

// exceptions are all of them. A fault of the provider is none.
var exceptions = slices.Concat(untold(), lost(), lostTokens())

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
	} {
		rows = append(rows, exception{subject: place.subject, place: &place.place, applies: 1, untold: true, reason: reason})
	}
	// A release needs the ID to be the one in state, or to be shown twice.
	for _, id := range []struct{ subject, place string }{{"workos", "/domains/id"}, {"github", "/domain/id"}, {"github", "/nodes/id"}} {
		for _, p := range []phase{applying, planning} {
			rows = append(rows, exception{subject: id.subject, phase: p, place: &id.place, applies: 1, untold: true, reason: reason})
		}
	}
	return rows
}

// lostTokens are those that are shown once: a published record that Webex does not find
// may as well be one that its DNS does not show yet.
func lostTokens() (rows []exception) {
	const reason = "Webex shows a token in one response alone; -replace requests another one"
	for _, subject := range []string{"webex by probe", "webex by lists"} {
		place := "/token"
		rows = append(rows, exception{subject: subject, phase: applying, place: &place, applies: 1, untold: true, lost: true, reason: reason})
	}
	return rows
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
			rows = append(rows, exception{subject: list.subject, line: list.line, phase: p, place: &list.place, applies: 1, lost: true, reason: reason})
		}
	}
	return rows
}

// exceptionOf returns nil for the rule: one run converges.
func exceptionOf(c cell) *exception {
	for i, e := range exceptions {
		if matches(e.subject, c.subject) && strings.Contains(c.call.line, e.line) && matches(e.kind, c.kind.name) &&
			matches(string(e.phase), string(c.phase)) && matches(string(e.span), string(c.span)) && e.isPlace(c) {
			return &exceptions[i]
		}
	}
	return nil
}

func matches(want, got string) bool { return want == "" || want == got }

var position = regexp.MustCompile(`/\d+`)

// isPlace reports whether the response of a cell names another thing at the place.
func (e exception) isPlace(c cell) bool {
	if e.place == nil {
		return true
	}
	at := position.ReplaceAllString(string(c.field), "")
	return c.namesAnother() && (at == *e.place || *e.place != "" && strings.HasSuffix(at, *e.place))
}
