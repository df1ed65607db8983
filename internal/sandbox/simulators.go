// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

// Simulators are those that every sandbox has, in their own types, for tests.
type Simulators struct {
	Webex  *webexsim.Sim
	WorkOS *workossim.Sim
	Zoho   *zohosim.Sim
}

// KnownClients configure clients of them.
type KnownClients struct {
	Webex  webexsim.Client  `json:"webex"`
	WorkOS workossim.Client `json:"workos"`
	Zoho   zohosim.Client   `json:"zoho"`
}

// Simulated is the started simulator of type S, for tests. They fail without one.
func Simulated[S any](s *Sandbox) S {
	for _, service := range s.services {
		if own, is := service.Own.(S); is {
			return own
		}
	}
	panic(fmt.Sprintf("the sandbox has no simulator of type %T", *new(S)))
}

func (k *KnownClients) set(client simhttp.Client) {
	switch client := client.(type) {
	case webexsim.Client:
		k.Webex = client
	case workossim.Client:
		k.WorkOS = client
	case zohosim.Client:
		k.Zoho = client
	}
}

// factories are all simulated services, in the order in which they are shown. This list
// alone names them.
func (o *Options) factories(started *Simulators) []simhttp.Factory {
	return append([]simhttp.Factory{
		webexsim.Factory(&o.Webex, &started.Webex),
		workossim.Factory(&o.WorkOS, &started.WorkOS),
		zohosim.Factory(&o.Zoho, &started.Zoho),
		githubsim.Factory(),
		googlesim.Factory(),
		entrasim.Factory(),
	}, o.Simulators...)
}

// service is a simulated service that listens.
type service struct {
	simhttp.Factory
	simhttp.Simulator
	urls []string // base URLs of the hosts
}

func (s *Sandbox) startSimulators() error {
	for _, factory := range s.options.factories(&s.Simulators) {
		if err := s.startSimulator(factory); err != nil {
			return err
		}
	}
	return nil
}

// startSimulator gives all hosts of a service one name in the log.
func (s *Sandbox) startSimulator(factory simhttp.Factory) error {
	if _, err := s.service(factory.Name); err == nil {
		return fmt.Errorf("there are two services of the name %q", factory.Name)
	}
	random, err := s.options.random(factory.Name)
	if err != nil {
		return err
	}
	simulator, err := factory.Start(simhttp.World{
		Zone: s.options.Zones[0], Now: s.Clock.Now, Rand: random,
		LookupTXT: s.lookupTXT, LookupCNAME: s.lookupCNAME, Fetch: s.fetch,
	})
	if err != nil {
		return err
	}
	started := service{Factory: factory, Simulator: simulator}
	for i, host := range factory.Hosts {
		url, err := s.listenForService(host, s.Recorder.Wrap(factory.Name, simulator.Handlers[i]))
		if err != nil {
			return err
		}
		started.urls = append(started.urls, url+host.BasePath)
	}
	s.services = append(s.services, started)
	return nil
}

func (s *Sandbox) service(name string) (service, error) {
	var names []string
	for _, known := range s.services {
		if known.Name == name {
			return known, nil
		}
		names = append(names, known.Name)
	}
	return service{}, fmt.Errorf("unknown service %q, this sandbox has: %s", name, strings.Join(names, ", "))
}

// simulatorOperations are those of the control API that only one service has.
func (s *Sandbox) simulatorOperations() (all []simhttp.Operation) {
	for _, service := range s.services {
		for _, operation := range slices.Clone(service.Operations) {
			operation.Path = "/" + service.Name + operation.Path
			all = append(all, operation)
		}
	}
	return all
}

// serviceOperations work on every simulated service alike.
func (s *Sandbox) serviceOperations() []simhttp.Operation {
	type setting struct{ Service, Name, Value string }
	type drift struct{ Service, Kind, Domain string }
	each := func(show func(service) any) func(struct{}) (any, error) {
		return func(struct{}) (any, error) {
			byName := map[string]any{}
			for _, service := range s.services {
				byName[service.Name] = show(service)
			}
			return byName, nil
		}
	}
	return []simhttp.Operation{
		simhttp.Query(http.MethodGet, "/info", "", "every endpoint and credential",
			func(struct{}) (any, error) { return s.Info(), nil }),
		simhttp.Query(http.MethodGet, "/environment", "", "the environment variables that configure the provider: name, value",
			func(struct{}) (any, error) { return s.Info().Variables(), nil }),
		simhttp.Query(http.MethodGet, "/services", "", "the services: name, title, base URL, and whether no domain is left",
			func(struct{}) (any, error) { return s.listServices(), nil }),
		{Method: http.MethodGet, Path: "/domains", Doc: "the state of the domain of ?name= at each service", Do: func(r *http.Request) (any, error) {
			return each(func(service service) any { return service.Domain(r.URL.Query().Get("name")) })(struct{}{})
		}},
		simhttp.Query(http.MethodGet, "/state", "", "what each service holds",
			each(func(service service) any { return service.Snapshot() })),
		simhttp.Command(http.MethodPost, "/drift", `{"service":"webex","kind":"unverify","domain":"acme.test"}`, "change a domain out of band",
			func(r drift) error {
				service, err := s.service(r.Service)
				if err != nil {
					return err
				}
				return service.Drift(r.Kind, r.Domain)
			}),
		simhttp.Query(http.MethodGet, "/switches", "", "the unknowns of each service and their values",
			each(func(service service) any { return service.Switches.List() })),
		simhttp.Command(http.MethodPost, "/switches", `{"service":"webex","name":"token_repeat","value":"new"}`, "set one unknown",
			func(r setting) error {
				service, err := s.service(r.Service)
				if err != nil {
					return err
				}
				return service.Switches.Set(r.Name, r.Value)
			}),
		simhttp.Command(http.MethodDelete, "/switches", "", "all unknowns back to their defaults",
			func(struct{}) error {
				for _, service := range s.services {
					service.Switches.Reset()
				}
				return nil
			}),
	}
}

// ServiceStatus is one entry of GET /services.
type ServiceStatus struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	BaseURL string `json:"base_url"` // of the first host
	Empty   bool   `json:"empty"`    // no domain is left
}

func (s *Sandbox) listServices() []ServiceStatus {
	list := []ServiceStatus{}
	for _, service := range s.services {
		list = append(list, ServiceStatus{service.Name, service.Title, service.urls[0], service.Empty()})
	}
	return list
}
