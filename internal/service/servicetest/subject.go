// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Step is what a caller of a service does, and the kind of request that it makes.
type Step string

// The steps; AnyStep stands for every request.
const (
	AnyStep       Step = ""
	StepAdd       Step = "add"
	StepChallenge Step = "challenge"
	StepRenew     Step = "renew"
	StepVerify    Step = "verify"
	StepRead      Step = "read"
	StepRelease   Step = "release"
	StepClaim     Step = "claim"
	StepUnclaim   Step = "unclaim"
)

// Subject is all that the harness has to know of a service.
type Subject struct {
	Definition service.Definition
	// Organization is the ID of the one whose domains are verified, where no setting
	// organization_id has it.
	Organization string
	// Calls says how the request of each step shows in the log: as a part of
	// "METHOD /path?query". What is no step, such as a token request, is not in it.
	Calls map[Step]string
	// ErrorBody is a refusal as the service words it, with a text that is part of a
	// JSON string already; nil is {"message": text}.
	ErrorBody func(text string) string
	// TellsTokens: adding a domain issues the token, and reading tells it from then
	// on. There a challenge is a read, which may be repeated as often as any other.
	TellsTokens bool
	// ReadsTokens: adding a domain issues the token, and a request that changes nothing
	// tells it, which no reading of domains does.
	ReadsTokens bool
	// ConfirmsAbsence: the list may be behind, so that each domain that it does not show
	// as verified costs a reading of its own.
	ConfirmsAbsence bool
	// RegistersNothing: adding a domain makes no call, and one that is not verified is not
	// there.
	RegistersNothing bool
	// IssuesNames: the service makes up the names of records, so that they come with the
	// token and are never known before.
	IssuesNames bool
	// Lasting is how a release comes about that the service works on; nil where there is
	// none.
	Lasting *LastingRelease
	// Use makes something at the service use the player's domain, which then stands in the
	// way of its release and is named; nil where there is no such thing.
	Use func(*Player)
}

func (s Subject) errorBody(text string) string {
	if s.ErrorBody != nil {
		return s.ErrorBody(text)
	}
	return fmt.Sprintf(`{"message":"%s"}`, text)
}

// isWrite reports whether a line of the log is a request of a step that can change
// something.
func (s Subject) isWrite(line string) bool {
	if simhttp.IsRead(line) || s.ReadsTokens && strings.Contains(line, s.Calls[StepChallenge]) {
		return false
	}
	for _, call := range s.Calls {
		if strings.Contains(line, call) {
			return true
		}
	}
	return false
}

// action is a step with the states of the domain around it.
type action struct {
	step          Step
	before, after service.State
	do            func(*Player) error
}

func (a action) String() string { return fmt.Sprintf("%s of %s", a.step, a.before) }

// writes lists what the service can do.
func (w *World) writes() []action {
	var all []action
	if !w.RegistersNothing {
		all = append(
			all,
			action{StepAdd, service.StateAbsent, service.StatePending, (*Player).Add},
			action{StepRelease, service.StatePending, service.StateAbsent, (*Player).Release},
		)
	}
	all = append(
		all,
		action{StepVerify, service.StatePending, service.StateVerified, (*Player).Wait},
		action{StepRelease, service.StateVerified, service.StateAbsent, (*Player).Release},
	)
	if !w.TellsTokens && !w.ReadsTokens {
		all = append(all, challenge())
	}
	if w.renews() {
		all = append(all, action{StepRenew, service.StatePending, service.StatePending, (*Player).Renew})
	}
	if w.claims() {
		all = append(
			all,
			action{StepClaim, service.StateVerified, service.StateClaimed, (*Player).Claim},
			action{StepUnclaim, service.StateClaimed, service.StateVerified, (*Player).Unclaim},
		)
	}
	return all
}

// steps lists what the service can do and what it can tell.
func (w *World) steps() []action {
	all := append(w.writes(), action{StepRead, service.StateVerified, service.StateVerified, (*Player).TryRead})
	if w.TellsTokens || w.ReadsTokens {
		all = append(all, challenge())
	}
	return all
}

func challenge() action {
	return action{StepChallenge, service.StatePending, service.StatePending, (*Player).Challenge}
}

// renews reports whether the service renews tokens.
func (w *World) renews() bool {
	_, ok := w.Service().(service.Renewer)
	return ok
}

// claims reports whether claiming is a step of the service.
func (w *World) claims() bool {
	_, ok := w.Service().(service.Claimer)
	return ok
}
