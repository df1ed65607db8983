// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Phase is what a domain waits for, or how the wait has ended. Phases are stable:
// programs may rely on them.
type Phase string

const (
	PhaseGuard     Phase = "guard"          // other domains that have to be verified or released first
	PhaseRecord    Phase = "record"         // the DNS record, on all name servers
	PhaseFile      Phase = "file"           // the file
	PhaseService   Phase = "service"        // the service's confirmation
	PhaseRateLimit Phase = "rate_limit"     // the end of a rate limit of the service
	PhaseRemoval   Phase = "record_removal" // the disappearance of the record, before a release
	PhaseRelease   Phase = "release"        // the end of a release that takes time

	PhaseVerified    Phase = "verified"
	PhaseUnverified  Phase = "unverified" // after a single attempt
	PhaseReleased    Phase = "released"
	PhaseFailed      Phase = "failed"
	PhaseInterrupted Phase = "interrupted"
)

// Event is one change of what a domain waits for. Its texts may be of foreign origin.
type Event struct {
	Time  time.Time
	ID    service.DomainID
	Phase Phase
	// For is what is waited for, such as "TXT record at acme.com".
	For string
	// Code and Cause say why it has not come, or why the wait has failed. Code is that of a
	// dnscheck.Finding, the verdict about a file, or the class of a service's error.
	Code, Cause string
	// Until is when the wait ends at the latest; zero at its end.
	Until time.Time
}

func (e Event) isEnd() bool {
	switch e.Phase {
	case PhaseVerified, PhaseUnverified, PhaseReleased, PhaseFailed, PhaseInterrupted:
		return true
	}
	return false
}

// hasCauseOf reports whether the causes are the same. Those of a file are when they differ
// in numbers alone: ports, and lengths of pages that are made anew, do at each fetch.
func (e Event) hasCauseOf(other Event) bool {
	if e.Phase == PhaseFile {
		return withoutNumbers(e.Cause) == withoutNumbers(other.Cause)
	}
	return e.Cause == other.Cause
}

var numbers = regexp.MustCompile(`[0-9]+`)

func withoutNumbers(text string) string { return numbers.ReplaceAllString(text, "#") }

// codeOf is the class of an error of a service, as one word.
func codeOf(class service.Class) string { return strings.ReplaceAll(string(class), " ", "_") }

// codeOfFindings is the code of the most likely cause, or "".
func codeOfFindings(findings []dnscheck.Finding) string {
	if len(findings) == 0 {
		return ""
	}
	return string(findings[0].Code)
}

// failure is the end of a wait that an error has caused.
func failure(err error) Event {
	e := Event{Phase: PhaseFailed, Code: codeOf(service.ClassOf(err)), Cause: err.Error()}
	var expired *TokenExpiredError
	var incorrect *RecordIncorrectError
	var served *RecordServedError
	var stopped *StoppedError
	var release *ReleaseStoppedError
	var mismatch *TokenMismatchError
	var missing *TokenMissingError
	var typed *service.Error
	switch {
	case errors.As(err, &expired):
		e.Code = "token_expired"
	case errors.As(err, &mismatch):
		e.Code = "token_mismatch"
	case errors.As(err, &missing):
		e.Code = "token_missing"
	case errors.As(err, &incorrect):
		e.Code, e.Cause = string(incorrect.Finding.Code), incorrect.Finding.Sentence
	case errors.As(err, &served):
		e.Code, e.Cause = "timeout", served.LastReason
	case errors.As(err, &stopped):
		e.Code, e.Cause = "timeout", stopped.LastReason
	case errors.As(err, &release):
		e.Code, e.Cause = "timeout", release.LastReason
	case errors.As(err, &typed):
		e.Cause = typed.Reason
	}
	if errors.Is(err, context.Canceled) || service.ClassOf(err) == service.Interrupted {
		e.Phase, e.Code = PhaseInterrupted, "interrupted"
	}
	return e
}
