// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// Resources of the example that are undone, and the record sets: one that services share,
// at the domain itself, and one at the name that GitHub issues.
const (
	verificationAddress = `domainverify_verification.acme["webex"]`
	zohoVerification    = `domainverify_verification.acme["zoho"]`
	claimAddress        = "domainverify_claim.acme"
	recordSetAddress    = "sandbox_dns_record_set.acme"
	gitHubRecordSet     = "sandbox_dns_record_set.github"
)

// exampleServices are the keys of the example.
func exampleServices() []string {
	return []string{"webex", "workos", "zoho", "github", "google", "entra"}
}

// chains is what the example makes for each service.
func (s *story) chains() (all [][]string) {
	for _, service := range s.services {
		all = append(all, s.chain(service.Name))
	}
	return all
}

// chain is what the example makes for one service, in this order. The services go their
// ways side by side.
func (s *story) chain(service string) []string {
	recordSet := recordSetAddress
	if service == "github" {
		recordSet = gitHubRecordSet
	}
	addresses := []string{
		fmt.Sprintf("domainverify_organization_domain.acme[%q]", service),
		fmt.Sprintf("domainverify_verification_token.acme[%q]", service),
		recordSet,
		fmt.Sprintf("domainverify_verification.acme[%q]", service),
	}
	if service == "webex" {
		addresses = append(addresses, claimAddress)
	}
	return addresses
}

func reversed(chains [][]string) [][]string {
	for _, chain := range chains {
		slices.Reverse(chain)
	}
	return chains
}

// story is what happens to one domain. Every chapter checks its outcome where it
// shows: at the services, in DNS, in the plan.
type story struct {
	terraform terraform
	control   control
	out       *report
	services  []sandbox.ServiceStatus
	domain    string
	tokens    []string // of the first apply; they must never change
}

func newStory(ctx context.Context, stage *stage, out *report) (*story, error) {
	services, err := stage.control.services(ctx)
	services = slices.DeleteFunc(services, func(s sandbox.ServiceStatus) bool { return !slices.Contains(exampleServices(), s.Name) })
	return &story{terraform: stage.terraform, control: stage.control, out: out, services: services, domain: stage.info.DNS.Zone}, err
}

func (s *story) tell(ctx context.Context) error {
	for _, chapter := range []struct {
		title string
		tell  func(context.Context) error
	}{
		{"Apply the example", s.apply},
		{"Plan again: there is nothing to do", s.planNothing},
		{"Somebody undoes the verification in Webex", s.undo("webex", "unverify", domainStates{"webex": "pending"})},
		{"Plan notices exactly that, and nothing at the other services", s.notice(verificationAddress, claimAddress)},
		{"Apply repairs it, with records and tokens as they were", s.repair(verificationAddress, claimAddress)},
		{"Somebody gives the claim away in Webex", s.undo("webex", "unclaim", domainStates{"webex": "verified"})},
		{"Plan notices that, too", s.notice(claimAddress)},
		{"Apply repairs it, and nothing else", s.repair(claimAddress)},
		{"The registration expires for a day, and Zoho drops the verification", s.undo("zoho", "unverify", domainStates{"zoho": "unverified"})},
		{"Plan notices it", s.notice(zohoVerification)},
		{"Apply verifies again, by the record that is still published", s.repair(zohoVerification)},
		{"Destroy: the claim first, the domains last", s.destroy},
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
	if err := s.show(happened.applied(), "create", s.chains()...); err != nil {
		return err
	}
	if s.tokens, err = s.terraform.tokens(ctx); err != nil {
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

func (s *story) undo(service, kind string, then domainStates) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := s.control.drift(ctx, service, kind, s.domain); err != nil {
			return err
		}
		return s.expectStates(ctx, then)
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
		if err := s.show(happened.applied(), "create", addresses); err != nil {
			return err
		}
		if err := s.expectHeld(ctx); err != nil {
			return err
		}
		return s.planNothing(ctx)
	}
}

// destroy comes when no resolver remembers the records of the verification any more:
// Google releases a domain only then.
func (s *story) destroy(ctx context.Context) error {
	if err := s.control.letPass(ctx, 10*time.Minute); err != nil {
		return err
	}
	happened, err := s.terraform.destroy(ctx)
	if err != nil {
		return err
	}
	if err := s.show(happened.applied(), "delete", reversed(s.chains())...); err != nil {
		return err
	}
	return s.expectNothingLeft(ctx)
}
