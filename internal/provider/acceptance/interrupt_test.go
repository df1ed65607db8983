// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"syscall"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// TestInterruptEndsARunAtOnceAndLosesNothing runs the built provider under the
// real CLI, because what has to work is the whole way from the signal to the
// wait. How long the wait itself takes to end shows in internal/verification.
func TestInterruptEndsARunAtOnceAndLosesNothing(t *testing.T) {
	running := newSandbox(t)
	if err := running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "enforcement_only"); err != nil {
		t.Fatal(err)
	}
	w := newWorkspaceOfProcesses(t, running, "webex")
	w.config(chain{without: []string{"sandbox_dns_record_set"}}.String())

	// A name server that has been asked for the record twice: the provider is then
	// between two looks, or in one.
	r := w.start(running, "apply", "-auto-approve")
	defer r.killAll()
	r.until("the wait for the record", func() bool { return queries(running) >= 2 })
	interrupted := queries(running)
	if err := r.command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := r.command.Wait(); err == nil {
		t.Error("the apply ended well")
	}
	wantParts(t, r.output.String(), "Wait Interrupted", "no TXT record at acme.test")
	// Twenty minutes of looks would be hundreds.
	if after := queries(running) - interrupted; after > 6 {
		t.Errorf("%d queries after the interrupt, want those of two looks at most", after)
	}
	kept := map[string]bool{}
	for address := range w.state() { // which also shows that nothing is tainted
		kept[address] = true
	}
	equal(t, "in state", kept, map[string]bool{organizationDomain: true, verificationToken: true})

	w.must("destroy", "-auto-approve")
	if err := (&world{Sandbox: running, t: t}).nothingLeft(); err != nil {
		t.Error(err)
	}
}

// queries counts how often a name server was asked for the record.
func queries(running *sandbox.Sandbox) (count int) {
	for _, query := range running.DNS.Queries() {
		if query.Server == "authoritative-1" && query.Type == "TXT" {
			count++
		}
	}
	return count
}
