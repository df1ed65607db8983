// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// rounds is how often each plan that is compared is run, in turn with the others. The least counts: what
// else runs on the machine only adds.
const rounds = 2

// fleet is one configuration of many domains, planned by one provider.
type fleet struct {
	name          string
	configuration string // folder below measure
	providers     string // folder of the program
	stage         *stage
	model         []byte // state of the model domain
	registered    int    // domains that the service has
}

// fleets are the real provider in the shape for many domains, the same without logic, null_resource, and the
// real provider with for_each on each resource.
func fleets(s settings) []*fleet {
	reference := filepath.Join(s.bin, "reference")
	null := reference
	if s.null != "" {
		null = s.null
	}
	return []*fleet{
		{name: "fleet", configuration: "fleet", providers: s.bin},
		{name: "without_logic", configuration: "fleet", providers: reference},
		{name: "null_resource", configuration: "null", providers: null},
		{name: "for_each_resources", configuration: "flat", providers: s.bin},
	}
}

func (f *fleet) start(ctx context.Context, s settings, environment []string, model []byte) (err error) {
	configuration, err := fs.Sub(measured, "measure/"+f.configuration)
	if err != nil {
		return err
	}
	if f.stage, err = setStage(ctx, s, environment, configuration, []string{modelDomain}); err != nil {
		return err
	}
	if err := f.stage.meter(s, f.providers); err != nil {
		return err
	}
	switch {
	case f.configuration != "null":
	case s.null == "":
		f.stage.logAsOthers()
	default:
		if err := f.stage.useNullProvider(); err != nil {
			return err
		}
	}
	if output, err := f.stage.terraform.run(ctx, "get"); err != nil {
		return fmt.Errorf("run terraform get: %w: %s", err, output)
	}
	if f.model = model; model == nil {
		f.model, err = f.makeModel(ctx)
	}
	return err
}

// useNullProvider makes null_resource of the resources that are like it.
func (st *stage) useNullProvider() error {
	for _, name := range []string{"main.tf", filepath.Join("domain", "main.tf")} {
		path := filepath.Join(st.folder, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		changed := strings.NewReplacer("domainverify_null_resource", "null_resource", `domainverify = { source = "domainverify/domainverify" }`, `null = { source = "hashicorp/null" }`).Replace(string(text))
		if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// makeModel takes one domain into a state.
func (f *fleet) makeModel(ctx context.Context) ([]byte, error) {
	imports := filepath.Join(f.stage.folder, "import.tf")
	if f.configuration != "null" {
		if err := errors.Join(f.register(ctx, []string{modelDomain}), f.publishModel(ctx)); err != nil {
			return nil, err
		}
		if err := os.WriteFile(imports, []byte(f.imports()), 0o600); err != nil {
			return nil, err
		}
	}
	if err := f.stage.setDomains([]byte(`{"version":4,"serial":0,"lineage":"","resources":[]}`), []string{modelDomain}); err != nil {
		return nil, err
	}
	if err := os.Remove(filepath.Join(f.stage.folder, "terraform.tfstate")); err != nil {
		return nil, err
	}
	if _, err := f.stage.terraform.apply(ctx); err != nil {
		return nil, err
	}
	if err := os.Remove(imports); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.ReadFile(filepath.Join(f.stage.folder, "terraform.tfstate"))
}

// publishModel publishes the token of the model domain, which an import reads from the DNS.
func (f *fleet) publishModel(ctx context.Context) error {
	var state struct {
		Webex struct {
			Organization struct{ Tokens map[string]string }
		}
	}
	if err := f.stage.control.call(ctx, http.MethodGet, "/state", nil, &state); err != nil {
		return err
	}
	record := "cisco-ci-domain-verification=" + state.Webex.Organization.Tokens[modelDomain]
	return f.stage.control.call(ctx, http.MethodPost, "/dns/txt", map[string]any{"zone": modelDomain, "name": modelDomain, "values": []string{record}}, nil)
}

func (f *fleet) imports() (text string) {
	organization := ""
	for _, variable := range f.stage.variables {
		if variable[0] == "WEBEX_ORG_ID" {
			organization = variable[1]
		}
	}
	for kind, method := range map[string]string{"organization_domain": "", "verification_token": "/dns_txt", "verification": "/dns_txt", "claim": ""} {
		address := fmt.Sprintf("module.domain[%q].domainverify_%s.this", modelDomain, kind)
		if f.configuration == "flat" {
			address = fmt.Sprintf("domainverify_%s.this[%q]", kind, modelDomain)
		}
		text += fmt.Sprintf("import {\n  to = %s\n  id = \"webex/%s/%s%s\"\n}\n", address, organization, modelDomain, method)
	}
	return text
}

func (f *fleet) register(ctx context.Context, domains []string) error {
	f.registered += len(domains)
	return f.stage.control.call(ctx, http.MethodPost, "/webex/domains", map[string]any{"domains": domains, "claimed": true}, nil)
}

// plan is one of so many domains, in which nothing changes.
func (f *fleet) plan(ctx context.Context, n int) (usage, error) {
	domains := fleetDomains(n)
	if f.registered > 0 && f.registered < n {
		if err := f.register(ctx, domains[f.registered:]); err != nil {
			return usage{}, err
		}
	}
	if err := f.stage.setDomains(f.model, domains); err != nil {
		return usage{}, err
	}
	return f.stage.use(ctx, "plan", "-detailed-exitcode")
}

// least is the least of each over the rounds.
func least(a, b usage) usage {
	return usage{min(a.Wall, b.Wall), min(a.CPU, b.CPU), min(a.ProviderCPU, b.ProviderCPU), min(a.PeakMiB, b.PeakMiB), max(a.Requests, b.Requests)}
}

// measureFleets plans each fleet at three sizes, n in the middle.
func measureFleets(ctx context.Context, s settings, environment []string, n int, report func(...figure) error) (err error) {
	all := fleets(s)
	var model []byte
	for _, f := range all {
		if f.configuration != "fleet" {
			model = nil
		}
		startErr := f.start(ctx, s, environment, model)
		defer func() {
			if f.stage != nil {
				err = errors.Join(err, f.stage.clear())
			}
		}()
		if startErr != nil {
			return fmt.Errorf("start %s: %w", f.name, startErr)
		}
		model = f.model
	}
	sizes := []int{n * 3 / 10, n, 3 * n}
	used := map[string]map[int]usage{}
	for _, size := range sizes {
		for round := range rounds {
			for _, f := range all {
				// The curves of others need no second round, and for_each takes minutes where it shows no more.
				if round > 0 && (size != n && f.name != "fleet" || f.configuration == "flat") || f.configuration == "flat" && size > n {
					continue
				}
				u, err := f.plan(ctx, size)
				if err != nil {
					return fmt.Errorf("plan %d domains of %s: %w", size, f.name, err)
				}
				if used[f.name] == nil {
					used[f.name] = map[int]usage{}
				}
				if before, ok := used[f.name][size]; ok {
					u = least(before, u)
				}
				used[f.name][size] = u
			}
		}
		if err := report(fleetPoints(all, used, size)...); err != nil {
			return err
		}
	}
	return report(fleetRatios(used, sizes)...)
}

// fleetPoints are what the plans of one size took.
func fleetPoints(all []*fleet, used map[string]map[int]usage, size int) (figures []figure) {
	for _, f := range all {
		u, ok := used[f.name][size]
		if !ok {
			continue
		}
		for _, v := range []struct {
			what, unit string
			value      float64
		}{{"cpu", "s", u.CPU}, {"provider_cpu", "s", u.ProviderCPU}, {"peak", "MiB", u.PeakMiB}, {"wall", "s", u.Wall}} {
			figures = append(figures, figure{
				Name: fmt.Sprintf("plan_of_%d_domains_%s_%s", size, f.name, v.what), Value: rounded(v.value), Unit: v.unit, OK: true, Series: v.what + " " + f.name, X: size,
			})
		}
		if f.name == "fleet" {
			figures = append(figures, newFigure(fmt.Sprintf("plan_of_%d_domains_requests", size), float64(u.Requests), "requests", 3))
		}
	}
	return figures
}

func rounded(value float64) float64 { return math.Round(value*1000) / 1000 }

// fleetRatios compare the plans with each other.
func fleetRatios(used map[string]map[int]usage, sizes []int) (figures []figure) {
	n := sizes[1]
	fleet, inert, null := used["fleet"], used["without_logic"][n], used["null_resource"][n]
	slope := func(value func(usage) float64) float64 {
		per := func(from, to int) float64 { return (value(fleet[to]) - value(fleet[from])) / float64(to-from) }
		return per(sizes[1], sizes[2]) / per(sizes[0], sizes[1])
	}
	ratio := func(what string, value, goal float64) {
		figures = append(figures, newFigure(what, rounded(value), "ratio", goal))
	}
	ratio(fmt.Sprintf("plan_of_%d_domains_cpu_to_null_resource", n), fleet[n].CPU/null.CPU, 1.3)
	ratio(fmt.Sprintf("plan_of_%d_domains_cpu_to_without_logic", n), fleet[n].CPU/inert.CPU, 1.15)
	ratio(fmt.Sprintf("plan_of_%d_domains_peak_to_null_resource", n), fleet[n].PeakMiB/null.PeakMiB, 1.3)
	ratio(fmt.Sprintf("plan_of_%d_domains_peak_to_without_logic", n), fleet[n].PeakMiB/inert.PeakMiB, 1.3)
	ratio(fmt.Sprintf("plan_cpu_growth_from_%d_to_%d_domains", sizes[0], sizes[2]), slope(func(u usage) float64 { return u.CPU }), 1.1)
	ratio(fmt.Sprintf("plan_provider_cpu_growth_from_%d_to_%d_domains", sizes[0], sizes[2]), slope(func(u usage) float64 { return u.ProviderCPU }), 1.1)
	return figures
}
