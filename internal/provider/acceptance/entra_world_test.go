// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
)

// entra is a world with Entra in place of Webex, and the provider in the sandbox's time,
// which tokens expire by.
type entra struct {
	*world
	sim    *entrasim.Sim
	client entrasim.Client
}

func newEntra(t *testing.T, zones ...string) entra {
	t.Helper()
	w := newWorld(t, zones...)
	w.withoutWebex()
	w.clock = w.Clock
	w.addEntra()
	e := entra{world: w, sim: sandbox.Simulated[*entrasim.Sim](w.Sandbox)}
	for _, client := range w.Info().Services {
		if own, is := client.Client.(entrasim.Client); is {
			e.client = own
		}
	}
	return e
}

func (w *world) addEntra() {
	for _, client := range w.Info().Services {
		if client.Name == "entra" {
			for _, variable := range client.Variables() {
				w.environment[variable[0]] = variable[1]
			}
		}
	}
}

// entraBlock configures Entra, which its variables alone do not.
func entraBlock(settings string) string {
	return fmt.Sprintf("provider \"domainverify\" {\n  entra = { %s }\n}", settings)
}

// entraChain is one domain at Entra, from nothing to verified, with more arguments.
func entraChain(organizationDomain, verification string, without ...string) string {
	return chain{
		provider: entraBlock(""), organizationDomain: "service = \"entra\"\n" + organizationDomain,
		verification: verification, without: append(without, "domainverify_claim"),
	}.String()
}

func (w entra) set(name, value string) { w.must(w.sim.Switches().Set(name, value)) }

func (w entra) drift(kind, name string) { w.must(w.sim.Drift(kind, name)) }

// have adds a domain out of band.
func (w entra) have(name, tenant string, verified bool) {
	w.must(w.sim.AddDomain(entrasim.DomainSpec{Domain: name, Tenant: tenant, Verified: verified}))
}

func (w entra) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Error(err)
	}
}

// by makes the provider use these credentials alone.
func (w entra) by(credentials map[string]string) {
	for _, name := range []string{"ARM_CLIENT_SECRET", "ARM_CLIENT_ID"} {
		delete(w.environment, name)
	}
	maps.Copy(w.environment, credentials)
}

// requests counts requests whose line contains match.
func (w entra) requests(match string) (count int) {
	for _, request := range w.Requests() {
		if strings.Contains(request.Line(), match) {
			count++
		}
	}
	return count
}

// leftAtEntra are domains that should be gone.
func leftAtEntra(sim *entrasim.Sim) error {
	for _, d := range sim.Snapshot().Domains {
		if d.Tenant == entrasim.Own && !d.Initial {
			return fmt.Errorf("left at Entra: %+v", d)
		}
	}
	return nil
}
