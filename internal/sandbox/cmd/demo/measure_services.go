// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"time"
)

// serviceGoals is what the commands of one service may cost.
type serviceGoals struct {
	service                                      string
	claims                                       bool
	domains                                      int
	parallelism                                  int // of the apply, when not Terraform's default
	applyRequests, planRequests, destroyRequests int
	pause                                        time.Duration // that each write needs
}

// measureServices applies, plans and destroys domains of one organization of each service: a tenth of the whole
// number, or a fiftieth where writes have pauses.
func measureServices(ctx context.Context, s settings, environment []string, domains int, report func(...figure) error) error {
	many, few := max(1, domains/10), max(1, domains/50)
	ofZoho := min(many, 30) // its organizations have no more
	var errs []error
	for _, g := range []serviceGoals{
		// A token, a verification and a claim; the lists and the drift probe are shared. A release of a claim, up to
		// three calls of unverifyDomain, whose success without lists proves nothing, and the readings after them.
		{service: "webex", claims: true, domains: many, applyRequests: 3*many + 10, planRequests: 5, destroyRequests: 5*many + 10},
		// One request to add a domain and one to verify it, and readings that several share. By default Terraform has
		// ten at a time, which needs a reading for each five domains: more than the goal.
		{service: "workos", domains: many, applyRequests: 2*many + 10, planRequests: 3, destroyRequests: 2*many + 10},
		// The same with the slots that the guide to fleets wants for a first apply.
		{service: "workos", domains: many, parallelism: 50, applyRequests: 2*many + 10},
		{service: "zoho", domains: ofZoho, applyRequests: 2*ofZoho + 5, planRequests: 5, destroyRequests: ofZoho + 5},
		// The same with one list for 100 domains, in a plan and in its apply, and a second between two writes. Before a
		// release a second list has to agree with the first, and each but the first reads its domain.
		{service: "github", domains: few, applyRequests: 2*few + 2, planRequests: 1, destroyRequests: 2*few + 3, pause: time.Second},
		// A command or its apply makes one request for an access token and one for the list. A token for each
		// domain, and the first one twice; before a release one for each method.
		{service: "google", domains: few, applyRequests: 2*few + 5, planRequests: 2, destroyRequests: 3*few + 4},
		// What is written is read back by ID, and who has a domain is asked before each attempt to verify it. Each process has a list
		// and a token.
		{service: "entra", domains: few, applyRequests: 8*few + 4, planRequests: 2, destroyRequests: 4*few + 4},
	} {
		if err := g.measure(ctx, s, environment, report); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", g.service, err))
		}
	}
	return errors.Join(errs...)
}

// seconds is the goal of a command that makes so many requests.
func (g serviceGoals) seconds(requests int) float64 {
	return 30 + float64(g.domains)/2 + float64(requests)*g.pause.Seconds()
}

func (g serviceGoals) measure(ctx context.Context, s settings, environment []string, report func(...figure) error) (err error) {
	configuration, err := fs.Sub(measured, "measure/services")
	if err != nil {
		return err
	}
	zones := fleetDomains(g.domains)
	st, err := setStage(ctx, s, environment, configuration, zones)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.clear()) }()
	if err := errors.Join(st.control.liftZohoLimit(ctx), st.control.hurryWorkOS(ctx)); err != nil {
		return err
	}
	if err := st.setVariables(map[string]any{"domains": zones, "service": g.service, "claim": g.claims}); err != nil {
		return err
	}
	type step struct {
		name  string
		do    func(context.Context, ...string) (events, error)
		goals [2]float64 // seconds, requests
	}
	steps := []step{
		{"apply", st.terraform.apply, [2]float64{g.seconds(g.applyRequests), float64(g.applyRequests)}},
		// A plan asks about the organization, never about one domain after the other.
		{"plan", st.terraform.plan, [2]float64{5 + float64(g.domains)/10, float64(g.planRequests)}},
		{"destroy", st.terraform.destroy, [2]float64{g.seconds(g.destroyRequests), float64(g.destroyRequests)}},
	}
	var options []string
	suffix := ""
	if g.parallelism != 0 {
		options, suffix = []string{fmt.Sprintf("-parallelism=%d", g.parallelism)}, fmt.Sprintf("_parallelism_%d", g.parallelism)
		steps = steps[:1] // plans and destructions are measured with Terraform's default
	}
	for _, step := range steps {
		before, err := st.control.requests(ctx)
		if err != nil {
			return err
		}
		began := time.Now()
		if _, err := step.do(ctx, options...); err != nil {
			return err
		}
		took := time.Since(began)
		after, err := st.control.requests(ctx)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s_%s_%d_domains%s", g.service, step.name, g.domains, suffix)
		if err := report(
			newFigure(name, float64(took.Milliseconds())/1000, "s", step.goals[0]),
			newFigure(name+"_requests", float64(after-before), "requests", step.goals[1])); err != nil {
			return err
		}
	}
	return nil
}

// liftZohoLimit lets the machine be measured and not the budget of requests, which
// would make of it a matter of minutes.
func (c control) liftZohoLimit(ctx context.Context) error {
	return c.call(ctx, http.MethodPost, "/zoho/throttle", map[string]any{"requests": 100000}, nil)
}
