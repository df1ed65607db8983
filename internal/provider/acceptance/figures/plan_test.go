// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// model is the domain whose resources are created; the others are added at the service, and in state
// they are copies of it.
const model = "model.test"

// callsOfAPlan counts the calls of one provider that reads and plans the resources of so many domains, in which nothing
// changes.
func callsOfAPlan(ctx context.Context, s subject, size int) (calls int, err error) {
	running, err := sandbox.Start(sandbox.Options{Zones: []string{model}, Seed: 1})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	if err := s.prepare(ctx, running); err != nil {
		return 0, err
	}
	domains := []string{model}
	for i := range size - 1 {
		domains = append(domains, fmt.Sprintf("d%05d.test", i))
	}
	for _, body := range s.bodies(domains[1:]) {
		if err := control(ctx, running, http.MethodPost, s.add, body); err != nil {
			return 0, err
		}
	}
	made, err := s.createModel(ctx, running)
	if err != nil {
		return 0, fmt.Errorf("create the resources of %s: %w", model, err)
	}
	// The copies have identifiers and tokens of their own, which a refresh reads.
	copies := make([][]*object, len(domains))
	if err := s.eachDomain(ctx, running, domains, func(p *process, i int, domain string) error {
		for _, o := range made {
			read, err := p.read(ctx, o.renamed(domain))
			if err != nil {
				return fmt.Errorf("%s of %s: %w", o.kind, domain, err)
			}
			copies[i] = append(copies[i], read)
		}
		return nil
	}); err != nil {
		return 0, err
	}
	running.Recorder.ForgetRequests()
	err = s.eachDomain(ctx, running, domains, func(p *process, i int, domain string) error {
		for _, o := range copies[i] {
			if err := p.planNothing(ctx, o); err != nil {
				return fmt.Errorf("%s of %s: %w", o.kind, domain, err)
			}
		}
		return nil
	})
	return len(running.Requests()), err
}

// eachDomain is one command of a new process, with as many domains at a time as Terraform has resources.
func (s subject) eachDomain(ctx context.Context, running *sandbox.Sandbox, domains []string, do func(*process, int, string) error) error {
	p, err := start(ctx, running, s.name)
	if err != nil {
		return err
	}
	var all errgroup.Group
	all.SetLimit(10)
	for i, domain := range domains {
		all.Go(func() error { return do(p, i, domain) })
	}
	return all.Wait()
}

// prepare takes the limits away that would make of it a matter of minutes.
func (s subject) prepare(ctx context.Context, running *sandbox.Sandbox) error {
	switch s.name {
	case "zoho":
		return control(ctx, running, http.MethodPost, "/zoho/throttle", `{"requests":100000}`)
	case "workos":
		return errors.Join(
			control(ctx, running, http.MethodPost, "/switches", `{"service":"workos","name":"poll_begins","value":"at_verify"}`),
			control(ctx, running, http.MethodPost, "/switches", `{"service":"workos","name":"poll_interval_seconds","value":"0"}`))
	}
	return nil
}

func control(ctx context.Context, running *sandbox.Sandbox, method, path, body string) error {
	request, err := http.NewRequestWithContext(ctx, method, running.Info().Control.BaseURL+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Minute}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode/100 != 2 {
		said, _ := io.ReadAll(response.Body)
		return fmt.Errorf("%s %s of the control API: %s: %s", method, path, response.Status, said)
	}
	return nil
}

// createModel creates the resources of the model domain, and publishes its record between them.
func (s subject) createModel(ctx context.Context, running *sandbox.Sandbox) ([]*object, error) {
	p, err := start(ctx, running, s.name)
	if err != nil {
		return nil, err
	}
	domain, err := p.create(ctx, "organization_domain", map[string]string{"service": s.name, "domain": model})
	if err != nil {
		return nil, err
	}
	token, err := p.create(ctx, "verification_token", map[string]string{"organization_domain_id": domain.text("id")})
	if err != nil {
		return nil, err
	}
	name, value := token.text("record", "name"), token.text("record", "value")
	if err := running.DNS.SetTXT(model, strings.TrimSuffix(name, "."), value); err != nil {
		return nil, err
	}
	verification, err := p.create(ctx, "verification", map[string]string{"organization_domain_id": domain.text("id"), "token": token.text("token")})
	if err != nil {
		return nil, err
	}
	made := []*object{domain, token, verification}
	if s.claims {
		claim, err := p.create(ctx, "claim", map[string]string{"organization_domain_id": domain.text("id")})
		if err != nil {
			return nil, err
		}
		made = append(made, claim)
	}
	return made, nil
}
