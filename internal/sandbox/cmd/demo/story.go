// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"strings"
)

// The resources of the example, in the order in which they are made.
const (
	domainAddress       = "domainverify_organization_domain.acme"
	tokenAddress        = "domainverify_verification_token.acme"
	recordAddress       = "sandbox_dns_record_set.acme"
	verificationAddress = "domainverify_verification.acme"
	claimAddress        = "domainverify_claim.acme"
)

// story is what happens to one domain. Every chapter checks its outcome where it
// shows: at the service, in DNS, in the plan.
type story struct {
	terraform terraform
	control   control
	out       *report
	domain    string
	token     string // of the first apply; it must never change
}

func newStory(stage *stage, out *report) *story {
	return &story{terraform: stage.terraform, control: stage.control, out: out, domain: stage.info.DNS.Zone}
}

func (s *story) tell(ctx context.Context) error {
	for _, chapter := range []struct {
		title string
		tell  func(context.Context) error
	}{
		{"Apply the example", s.apply},
		{"Plan again: there is nothing to do", s.planNothing},
		{"Somebody undoes the verification in Webex", s.undo("unverify", "pending")},
		{"Plan notices it", s.notice(verificationAddress, claimAddress)},
		{"Apply repairs it, with the record and the token as they were", s.repair(verificationAddress, claimAddress)},
		{"Somebody gives the claim away in Webex", s.undo("unclaim", "verified")},
		{"Plan notices that, too", s.notice(claimAddress)},
		{"Apply repairs it, and nothing else", s.repair(claimAddress)},
		{"Destroy: the claim first, the domain last", s.destroy},
	} {
		if err := s.out.step(chapter.title, func() error { return chapter.tell(ctx) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) apply(ctx context.Context) error {
	happened, err := s.terraform.apply(ctx)
	if err != nil {
		return err
	}
	if err := s.show(happened.applied(), "create", domainAddress, tokenAddress, recordAddress, verificationAddress, claimAddress); err != nil {
		return err
	}
	if s.token, err = s.terraform.token(ctx); err != nil {
		return err
	}
	return s.expectHeld(ctx)
}

func (s *story) planNothing(ctx context.Context) error {
	plan, err := s.terraform.plan(ctx)
	if err != nil {
		return err
	}
	if err := s.showPlan(plan, ""); err != nil {
		return err
	}
	if outputs := plan.changedOutputs(); len(outputs) > 0 {
		return fmt.Errorf("the plan changes the outputs %s", strings.Join(outputs, ", "))
	}
	s.out.field("plan", "no changes")
	return nil
}

func (s *story) undo(kind, standing string) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := s.control.drift(ctx, kind, s.domain); err != nil {
			return err
		}
		return s.expectStanding(ctx, standing)
	}
}

func (s *story) notice(addresses ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		plan, err := s.terraform.plan(ctx)
		if err != nil {
			return err
		}
		warned := map[string]bool{}
		for _, w := range plan.warnings() {
			warned[w.Address] = true
			s.out.field("warning", w.Summary+": "+w.Address)
		}
		for _, address := range addresses {
			if !warned[address] {
				return fmt.Errorf("the plan does not warn that %s is gone. The plan:\n%s", address, indent(plan.transcript()))
			}
		}
		return s.showPlan(plan, "create", addresses...)
	}
}

func (s *story) repair(addresses ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		happened, err := s.terraform.apply(ctx)
		if err != nil {
			return err
		}
		if err := s.show(happened.applied(), "create", addresses...); err != nil {
			return err
		}
		if err := s.expectHeld(ctx); err != nil {
			return err
		}
		return s.planNothing(ctx)
	}
}

func (s *story) destroy(ctx context.Context) error {
	happened, err := s.terraform.destroy(ctx)
	if err != nil {
		return err
	}
	if err := s.show(happened.applied(), "delete", claimAddress, verificationAddress, recordAddress, tokenAddress, domainAddress); err != nil {
		return err
	}
	return s.expectNothingLeft(ctx)
}
