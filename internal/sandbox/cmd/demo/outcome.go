// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// showPlan prints the planned changes and wants exactly these. Terraform does not
// promise an order here.
func (s *story) showPlan(plan events, action string, addresses ...string) error {
	changes := slices.SortedFunc(slices.Values(plan.planned()), func(a, b change) int { return strings.Compare(a.Address, b.Address) })
	return s.show(changes, action, slices.Sorted(slices.Values(addresses))...)
}

// show prints the changes and wants exactly these, in this order.
func (s *story) show(changes []change, action string, addresses ...string) error {
	var got, want []string
	for _, c := range changes {
		s.out.change(c)
		got = append(got, c.Action+" "+c.Address)
	}
	for _, address := range addresses {
		want = append(want, action+" "+address)
	}
	if !slices.Equal(got, want) {
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

func (s *story) expectStanding(ctx context.Context, want string) error {
	organization, err := s.control.organization(ctx)
	if err != nil {
		return err
	}
	standing := organization.standing(s.domain)
	s.out.field("Webex", s.domain+" is "+standing)
	if standing != want {
		return fmt.Errorf("Webex has %s as %s, want %s. It holds: %+v", s.domain, standing, want, organization)
	}
	return nil
}

// expectHeld wants the domain claimed, with the token of the first apply still
// published.
func (s *story) expectHeld(ctx context.Context) error {
	if err := s.expectStanding(ctx, "claimed"); err != nil {
		return err
	}
	records, err := s.control.records(ctx)
	if err != nil {
		return err
	}
	s.out.field("DNS", shorten(strings.Join(records, "; "), 70))
	if len(records) != 1 || !strings.Contains(records[0], s.token) {
		return fmt.Errorf("DNS holds %q, want one record with the token %s", records, s.token)
	}
	return nil
}

func (s *story) expectNothingLeft(ctx context.Context) error {
	organization, err := s.control.organization(ctx)
	if err != nil {
		return err
	}
	if !organization.empty() {
		return fmt.Errorf("something is left in the Webex organization: %+v", organization)
	}
	s.out.field("Webex", "holds nothing")
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
