// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// showPlan prints the planned changes and wants exactly these. Terraform does not
// promise an order here.
func (s *story) showPlan(plan events, action string, addresses ...string) error {
	changes := slices.SortedFunc(slices.Values(plan.planned()), func(a, b change) int { return strings.Compare(a.Address, b.Address) })
	return s.show(changes, action, slices.Sorted(slices.Values(addresses)))
}

// show prints the changes and wants exactly those of the chains, each chain in its
// order. What is in several chains happens once.
func (s *story) show(changes []change, action string, chains ...[]string) error {
	var got, want []string
	for _, c := range changes {
		s.out.change(c)
		got = append(got, c.Action+" "+c.Address)
	}
	inOrder := true
	for _, chain := range chains {
		var links []string
		for _, address := range chain {
			links = append(links, action+" "+address)
		}
		missing := func(done string) bool { return !slices.Contains(links, done) }
		inOrder = inOrder && slices.Equal(slices.DeleteFunc(slices.Clone(got), missing), links)
		want = append(want, links...)
	}
	unwanted := func(done string) bool { return !slices.Contains(want, done) }
	if !inOrder || slices.ContainsFunc(got, unwanted) {
		return fmt.Errorf("the changes are not the right ones, or not in order\n    got:  %s\n    want: %s", listed(got), listed(want))
	}
	return nil
}

func listed(changes []string) string {
	if len(changes) == 0 {
		return "none"
	}
	return strings.Join(changes, ", ")
}

// domainStates are those of a domain that somebody has disturbed, by the name of the
// service. What is missing is undisturbed: claimed at Webex, verified elsewhere.
type domainStates map[string]string

// expectStates wants the domain so.
func (s *story) expectStates(ctx context.Context, want domainStates) error {
	states, err := s.control.states(ctx, s.domain)
	if err != nil {
		return err
	}
	undisturbed := domainStates{"webex": "claimed"}
	for _, service := range s.services {
		state, wanted := states[service.Name], cmp.Or(want[service.Name], undisturbed[service.Name], "verified")
		s.out.field(service.Title, s.domain+" is "+state)
		if state != wanted {
			return fmt.Errorf("%s has %s as %s, want %s. Its states are: %v", service.Title, s.domain, state, wanted, states)
		}
	}
	return nil
}

// senderPolicy is what the domain has in its TXT records beside the tokens.
const senderPolicy = "v=spf1 include:_spf.example.net ~all"

// expectHeld wants the domain claimed at Webex and verified elsewhere, with the tokens of the first apply still published beside what else belongs there.
func (s *story) expectHeld(ctx context.Context) error {
	if err := s.expectStates(ctx, domainStates{}); err != nil {
		return err
	}
	records, err := s.control.records(ctx)
	if err != nil {
		return err
	}
	for _, record := range records {
		s.out.field("DNS", shorten(record, 78))
	}
	all := strings.Join(records, "\n")
	missing := func(text string) bool { return !strings.Contains(all, text) }
	wanted := append(slices.Clone(s.tokens), senderPolicy)
	if len(records) != len(wanted) || slices.ContainsFunc(wanted, missing) {
		return fmt.Errorf("DNS holds %q, want one record for each of %q", records, wanted)
	}
	return nil
}

func (s *story) expectNothingLeft(ctx context.Context) error {
	services, err := s.control.services(ctx)
	if err != nil {
		return err
	}
	for _, service := range services {
		if !service.Empty {
			return fmt.Errorf("a domain is left at %s", service.Title)
		}
		s.out.field(service.Title, "holds nothing")
	}
	records, err := s.control.records(ctx)
	if err != nil {
		return err
	}
	if len(records) != 0 {
		return fmt.Errorf("something is left in DNS: %q", records)
	}
	s.out.field("DNS", "holds nothing")
	return nil
}
