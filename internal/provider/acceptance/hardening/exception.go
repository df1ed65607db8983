// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// exception is a cell for which the promise is another one. An empty field stands for
// all there are.
type exception struct {
	subject, line string
	kind          string // a regular expression
	phase         phase
	spans         []span
	applies       int // how many runs it takes to converge
	// then is what the error of the next run tells the user to do. The run after that
	// converges.
	then   func(w *world, failed error) error
	reason string
}

// unseen are the kinds with which a write is processed and its outcome stays open. That
// of an empty response does not where a success has no body.
const (
	unseenInParts = "truncate_after"
	unseen        = `(status|drop|hang|drip|garbage|null|huge|redirect)_after.*`
	unseenByCrash = ".* after"
)

const claimAddress = "domainverify_claim.this"

// exceptions are all of them. A fault of the provider is none.
func exceptions() []exception {
	const (
		unreadable     = "webex unreadable"
		refusedUnclaim = "a refused unclaim does not show whether there is a claim: the error says where to look, and names terraform state rm"
	)
	return []exception{
		{
			subject: unreadable, phase: applying, line: "/claimDomain", kind: unseen + "|" + unseenInParts + "|empty_after|" + unseenByCrash, then: importing(claimAddress),
			reason: "a refused claim may be another organization's, and nothing shows whose: the error names the import",
		},
		{
			subject: unreadable, phase: destroying, line: "/unclaimDomain", kind: unseen, spans: []span{eachTime, theRest}, then: removing(claimAddress),
			reason: refusedUnclaim,
		},
		{
			subject: unreadable, phase: destroying, line: "/unclaimDomain", kind: unseenInParts, spans: []span{theRest}, then: removing(claimAddress),
			reason: refusedUnclaim,
		},
		{ // not repeated within the run
			subject: unreadable, phase: destroying, line: "/unclaimDomain", kind: "redirect_after|" + unseenByCrash, then: removing(claimAddress),
			reason: refusedUnclaim,
		},
		{
			subject: unreadable, phase: destroying, line: "/unclaimDomain", kind: "empty", then: unclaiming,
			reason: "a successful unclaim has no body either: the release of the domain is refused, and its error says where to release the claim",
		},
	}
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

func removing(address string) func(*world, error) error {
	return func(w *world, failed error) error {
		if !strings.Contains(failed.Error(), "terraform state rm") {
			return fmt.Errorf("the error of the run after it names no removal from state: %w", failed)
		}
		return w.commands.Remove(address)
	}
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
	if failed == nil {
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
	spanned := len(e.spans) == 0
	for _, s := range e.spans {
		spanned = spanned || s == c.span
	}
	return spanned && matches(e.subject, c.subject) && strings.Contains(c.call.line, e.line) && matches(string(e.phase), string(c.phase)) &&
		(e.kind == "" || regexp.MustCompile("^("+e.kind+")$").MatchString(c.kind.name))
}

func matches(want, got string) bool { return want == "" || want == got }
