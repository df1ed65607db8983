// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"
)

const created = `{"@message":"x: Creation complete","@timestamp":"2026-01-01T00:00:00Z","type":"apply_complete","hook":{"resource":{"addr":"ADDRESS"},"action":"create"}}` + "\n"

func applyOutput(addresses ...string) string {
	var text strings.Builder
	for _, address := range addresses {
		text.WriteString(strings.Replace(created, "ADDRESS", strings.ReplaceAll(address, `"`, `\"`), 1))
	}
	return text.String()
}

func TestRepairFailsWhenTheServiceStillHasNothing(t *testing.T) {
	t.Parallel()
	s := tellerOf(t, applyOutput(claimAddress), ".json")
	err := s.repair(claimAddress)(t.Context())
	if err == nil || !strings.Contains(err.Error(), "Webex has acme.test as unknown, want claimed") {
		t.Errorf("an apply without effect: %v, want an error that says what Webex has", err)
	}
}

func TestRepairFailsWhenMoreIsChangedThanWasUndone(t *testing.T) {
	t.Parallel()
	s := tellerOf(t, applyOutput(verificationAddress, claimAddress), ".json")
	err := s.repair(claimAddress)(t.Context())
	if err == nil || !strings.Contains(err.Error(), "got:  create domainverify_verification.acme[\"webex\"], create domainverify_claim.acme") {
		t.Errorf("an apply of too much: %v, want an error that lists what was changed", err)
	}
}

func TestNoticeFailsWhenThePlanIsSilent(t *testing.T) {
	t.Parallel()
	s := tellerOf(t, `{"@message":"No changes.","type":"change_summary"}`, ".json")
	err := s.notice(claimAddress)(t.Context())
	if err == nil || !strings.Contains(err.Error(), "does not warn that domainverify_claim.acme is gone") || !strings.Contains(err.Error(), "No changes.") {
		t.Errorf("a plan that sees nothing: %v, want an error with the plan", err)
	}
}

func TestPlanNothingFailsWhenAnOutputChanges(t *testing.T) {
	t.Parallel()
	s := tellerOf(t, `{"@message":"Outputs: 1","type":"outputs","outputs":{"state":{"action":"update"},"record":{"action":"noop"}}}`, ".json")
	err := s.planNothing(t.Context())
	if err == nil || !strings.Contains(err.Error(), "outputs state") {
		t.Errorf("a plan that changes an output: %v, want an error that names it alone", err)
	}
}

func TestDestroyFailsWhenSomethingIsLeft(t *testing.T) {
	t.Parallel()
	s := tellerOf(t, "", ".json")
	if err := s.expectNothingLeft(t.Context()); err != nil {
		t.Fatalf("an empty sandbox: %v", err)
	}
	publish := map[string]any{"zone": s.domain, "name": s.domain, "values": []string{"left behind"}}
	if err := s.control.call(t.Context(), "POST", "/dns/txt", publish, nil); err != nil {
		t.Fatal(err)
	}
	err := s.expectNothingLeft(t.Context())
	if err == nil || !strings.Contains(err.Error(), "left behind") {
		t.Errorf("a record that is left: %v, want an error that shows it", err)
	}
}

func TestFailedTerraformShowsItsWholeOutput(t *testing.T) {
	t.Parallel()
	output := `{"@message":"Error: Cannot Verify Domain","type":"diagnostic","diagnostic":{"severity":"error","summary":"Cannot Verify Domain","detail":"The record is missing."}}` + "\npanic: not JSON\n"
	s := tellerOf(t, output, ".failed")
	err := s.apply(t.Context())
	if err == nil {
		t.Fatal("a failed Terraform is no error")
	}
	for _, want := range []string{"terraform apply", "exit status 1", "Cannot Verify Domain", "The record is missing.", "panic: not JSON"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
}
