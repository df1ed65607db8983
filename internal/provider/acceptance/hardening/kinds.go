// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// The kinds that the transport makes.
const (
	refused  = "refused"  // no connection is opened
	answered = "answered" // the response comes as the run is cut off
)

// kind is what goes wrong with a call.
type kind struct {
	name  string
	fault simhttp.Fault
	cut   plugintest.Cut // how the run ends at the call; empty: by itself
	lie   *lie           // of a response, in place of a fault
}

// kinds are all that a call can meet.
func kinds() []kind {
	all := []kind{
		{name: "429 in seconds", fault: simhttp.Fault{Kind: "status:429", RetryAfter: 1}},
		{name: "429 by date", fault: simhttp.Fault{Kind: "status:429", RetryAfter: 1, RetryAfterDate: true}},
		{name: "429", fault: simhttp.Fault{Kind: "status:429"}},
		{name: "429 in years", fault: simhttp.Fault{Kind: "status:429", RetryAfter: 10 * 365 * 24 * 3600}},
	}
	for _, name := range []string{
		"status:500", "status:502", "status:503", "status:504", "status:401", "status:403", refused, "drop", "hang",
		"garbage", "empty", "null", "huge", "redirect",
		"status_after:500", "status_after:504", "drop_after", "hang_after", "drip_after", "truncate_after", "mistype_after",
		"garbage_after", "empty_after", "null_after", "huge_after", "redirect_after",
	} {
		all = append(all, kind{name: name, fault: simhttp.Fault{Kind: name}})
	}
	return all
}

// span is for how long a fault lasts, from the call on that it begins with.
type span string

const (
	once     span = "once"      // this call
	eachTime span = "each time" // this call, and every later one like it in the run
	theRest  span = "the rest"  // every call of the run
)

func spans() []span { return []span{once, eachTime, theRest} }

// at puts the fault at a call.
func (k kind) at(c call, s span) simhttp.Fault {
	fault := k.fault
	fault.Service, fault.Match, fault.MatchBody, fault.Skip = c.service, c.match, c.body, c.occurrence
	switch s {
	case once:
		fault.Times = 1
	case theRest:
		fault.Match, fault.MatchBody, fault.Skip = "", "", c.index
	}
	return fault
}

// phase is the command that the fault meets.
type phase string

const (
	applying   phase = "apply"
	planning   phase = "plan"
	destroying phase = "destroy"
)

func phases() []phase { return []phase{applying, planning, destroying} }
