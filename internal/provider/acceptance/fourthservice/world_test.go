// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/protocol"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// world is a sandbox with the service, and the provider in the sandbox's time.
type world struct {
	*sandbox.Sandbox
	t           *testing.T
	simulated   *simulator
	environment map[string]string
}

func start(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, environment: map[string]string{}}
	var err error
	if w.Sandbox, err = sandbox.Start(sandbox.Options{Zones: []string{"acme.test"}, Seed: 1, Simulators: []simhttp.Factory{factory(&w.simulated)}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	for _, variable := range w.Info().Variables() {
		if name, value := variable[0], variable[1]; !strings.HasPrefix(name, "WEBEX_") && !strings.HasPrefix(name, "WORKOS_") && !strings.HasPrefix(name, "ZOHO_") {
			w.environment[name] = value
		}
	}
	return w
}

func (w *world) providers() plugintest.Providers { return providers(w.environment, w.Clock) }

func providers(environment map[string]string, clock poll.Clock) plugintest.Providers {
	return providersWith(definition(), environment, clock)
}

func providersWith(fourth service.Definition, environment map[string]string, clock poll.Clock) plugintest.Providers {
	get := func(name string) string { return environment[name] }
	services := append(slices.Clone(catalog.Definitions()), fourth)
	return plugintest.Providers{
		"domainverify": protocol.NewServer(provider.New("test", provider.Dependencies{
			Clock: clock, Environment: get, Transport: &http.Transport{DisableKeepAlives: true},
			MinPause: time.Millisecond, MaxPause: time.Millisecond, Catalog: services,
		})()),
		"sandbox": providerserver.NewProtocol6WithError(dnsprovider.New("test", get)()),
	}
}

// set puts a switch of the simulator.
func (w *world) set(name, value string) {
	w.t.Helper()
	if err := w.simulated.Switches().Set(name, value); err != nil {
		w.t.Fatal(err)
	}
}

// drift changes the domain out of band, by the control API.
func (w *world) drift(kind string) func() {
	return func() {
		w.t.Helper()
		body := strings.NewReader(fmt.Sprintf(`{"service":"fourth","kind":%q,"domain":"acme.test"}`, kind))
		request, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.Info().Control.BaseURL+"/drift", body)
		if err != nil {
			w.t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			w.t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusNoContent {
			w.t.Fatalf("drift %s: status %d", kind, response.StatusCode)
		}
	}
}

// pass lets time go by, for everybody.
func (w *world) pass(d time.Duration) func() { return func() { w.Clock.Advance(d) } }

// truth is the domain at the service.
func (w *world) truth() simulatedDomain {
	w.t.Helper()
	defer w.simulated.Lock()()
	found := w.simulated.domains["acme.test"]
	if found == nil {
		w.t.Fatal("the service does not have the domain")
	}
	return *found
}

// publish does what people do who administer the DNS without Terraform.
func (w *world) publish() {
	w.t.Helper()
	domain := w.truth()
	if err := w.DNS.SetTXT("acme.test", domain.RecordName, recordPrefix+domain.Token); err != nil {
		w.t.Error(err)
	}
}

// writes are the requests since the last ForgetRequests that may change something, by their path.
func (w *world) writes() map[string]int {
	made := map[string]int{}
	for _, request := range w.Requests() {
		if request.Method != http.MethodGet {
			made[strings.TrimPrefix(request.Path, "/v1/domains")]++
		}
	}
	return made
}
