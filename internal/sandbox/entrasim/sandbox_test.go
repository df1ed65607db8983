// SPDX-License-Identifier: MPL-2.0

package entrasim_test

import (
	"fmt"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestSandboxServesEntraWithItsControlOperations(t *testing.T) {
	t.Parallel()
	running, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	sim := sandbox.Simulated[*entrasim.Sim](running)
	variables := map[string]string{}
	for _, variable := range running.Info().Variables() {
		variables[variable[0]] = variable[1]
	}
	control := func(method, path, body string) simtest.Response {
		t.Helper()
		r := simtest.Call(t, method, running.Info().Control.BaseURL+path, "", "", body, nil)
		if r.Status >= 300 {
			t.Fatalf("%s %s: %d %s", method, path, r.Status, r.Text)
		}
		return r
	}
	state := func() any { return control("GET", "/domains?name=acme.test", "").Fields["entra"] }
	authorization := fmt.Sprint("Bearer ", control("POST", "/entra/tokens", `{"lifetime":"1h"}`).Fields["access_token"])
	graph := func(method, path, body string) int {
		t.Helper()
		return simtest.Call(t, method, variables["DOMAINVERIFY_ENTRA_GRAPH_URL"]+"/v1.0"+path, authorization, "application/json", body, nil).Status
	}

	seen := []any{state(), graph("POST", "/domains", `{"id":"acme.test"}`), state()}
	d, _ := sim.Snapshot().Domain(entrasim.Own, "acme.test")
	if err := running.DNS.SetTXT("acme.test", "acme.test", d.Text); err != nil {
		t.Fatal(err)
	}
	seen = append(seen, graph("POST", "/domains/acme.test/verify", ""), state())
	control("POST", "/entra/references", `{"domain":"acme.test","users":1}`)
	seen = append(seen, graph("DELETE", "/domains/acme.test", ""), graph("POST", "/domains/acme.test/forceDelete", `{"disableUserAccounts":false}`), state())
	control("POST", "/entra/domains", `{"domain":"held.test","tenant":"unmanaged","verified":true}`)
	control("POST", "/entra/consent", `{"scopes":["Domain.Read.All"]}`)
	seen = append(seen, control("POST", "/entra/federated-tokens", `{}`).Fields["token"] != nil)
	if got := simtest.Line(seen...); got != "unknown 201 unverified 200 verified 400 204 releasing true" {
		t.Errorf("seen %s", got)
	}
	if variables["ARM_TENANT_ID"] != sim.Snapshot().Tenants[0].ID || variables["DOMAINVERIFY_ENTRA_LOGIN_URL"] == "" {
		t.Errorf("variables %v", variables)
	}
}
