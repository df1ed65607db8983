// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"cmp"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/protocol"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// A block that uses the provider of the sandbox, declares all it refers to and needs no
// input is one that a reader can apply there.
func TestEveryBlockForTheSandboxIsAppliedAndDestroyed(t *testing.T) {
	t.Parallel()
	known, applied := knownProviders(t), 0
	for _, b := range blocks(t) {
		if b.reason != "" || !strings.Contains(b.text, `"domainverify/sandbox"`) {
			continue
		}
		if m, err := known.complete(b); err != nil || m.completion != undeclared || len(m.inputs) > 1 {
			continue // it is validated
		}
		applied++
		t.Run(b.at, func(t *testing.T) {
			t.Parallel()
			running, providers := sandboxFor(t)
			c := &configuration{t: t, folder: t.TempDir(), environment: plugintest.Reattach(t, host(), providers)}
			c.write("main.tf", b.text)
			c.must("apply", "-auto-approve")
			// Exit code 2 would be a change.
			c.must("plan", "-detailed-exitcode")
			c.must("destroy", "-auto-approve")
			if left := running.Webex.Snapshot().Organization; len(left.Verified)+len(left.Pending)+len(left.Claimed) > 0 {
				t.Errorf("a destroy leaves %+v", left)
			}
		})
	}
	if applied == 0 {
		t.Error("there is no block for the sandbox")
	}
}

// sandboxFor starts a sandbox that shows everything at once, with providers for it.
func sandboxFor(t *testing.T) (*sandbox.Sandbox, plugintest.Providers) {
	t.Helper()
	hurried := polltest.NewHurriedClock(time.Now(), polltest.Speed)
	running, err := sandbox.Start(sandbox.Options{Zones: []string{"acme.test", "acme-probe.test"}, Seed: 1, Clock: clock.New(hurried.Now)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	for _, err := range []error{
		running.WorkOS.Switches().Set(workossim.SwitchPollBegins, "at_verify"), running.WorkOS.Switches().Set(workossim.SwitchPollInterval, "0"),
		running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "present"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	variables := map[string]string{}
	for _, variable := range running.Info().Variables() {
		variables[variable[0]] = variable[1]
	}
	get := func(name string) string { return variables[name] }
	return running, plugintest.Providers{
		"domainverify/domainverify": protocol.NewServer(provider.New("test", provider.Dependencies{
			Clock: hurried, Environment: get, Transport: &http.Transport{DisableKeepAlives: true}, MinPause: time.Millisecond, MaxPause: time.Millisecond,
		})()),
		"domainverify/sandbox": providerserver.NewProtocol6WithError(dnsprovider.New("test", get)()),
	}
}

// host is the registry at which the CLI looks for providers without a host.
func host() string { return cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io") }
