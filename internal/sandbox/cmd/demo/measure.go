// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// measured is a configuration of many domains.
//
//go:embed measure/main.tf
var measured embed.FS

// figure is one line of JSON. It is ok while it does not exceed its goal.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Goal  float64 `json:"goal"`
	OK    bool    `json:"ok"`
}

func newFigure(name string, value float64, unit string, goal float64) figure {
	return figure{name, value, unit, goal, value <= goal}
}

// measure applies, plans and destroys many domains of one organization of each
// service and prints what it took. A figure beyond its goal is an error.
func measure(ctx context.Context, s settings, environment []string, domains int, to io.Writer) error {
	var figures []figure
	for _, m := range []measurement{
		// A release of a claim, up to three calls of unverifyDomain, whose success without lists proves nothing, and
		// the readings after them, which the domains share.
		{service: "webex", claims: true, applyRequests: 6*domains + 10, planRequests: 5, destroyRequests: 5*domains + 10},
		// One request to add a domain and one to verify it, and one list for all.
		{service: "zoho", applyRequests: 2*domains + 5, planRequests: 5, destroyRequests: domains + 5},
		// The same with one list for 100 domains, in a plan and in its apply, and a second between two writes. Before a
		// release a second list has to agree with the first.
		{service: "github", applyRequests: 2*domains + 2, planRequests: 1, destroyRequests: domains + 3, pause: time.Second},
		// A command or its apply makes one request for an access token and one for the list. A token for each
		// domain, and the first one twice; before a release one for each method.
		{service: "google", applyRequests: 2*domains + 5, planRequests: 2, destroyRequests: 3*domains + 4},
		// What is written is read back by ID, and who has a domain is asked before it is verified. Each process has a list and a token.
		{service: "entra", applyRequests: 6*domains + 4, planRequests: 2, destroyRequests: 3*domains + 4},
	} {
		measured, err := m.run(ctx, s, environment, domains)
		if err != nil {
			return fmt.Errorf("measure %s: %w", m.service, err)
		}
		figures = append(figures, measured...)
	}
	return printFigures(figures, to)
}

// measurement is what one service is measured by.
type measurement struct {
	service                                      string
	claims                                       bool
	applyRequests, planRequests, destroyRequests int           // goals
	pause                                        time.Duration // that each write needs
}

// seconds is the goal of a command that makes so many requests.
func (m measurement) seconds(requests int) float64 { return 30 + float64(requests)*m.pause.Seconds() }

func (m measurement) run(ctx context.Context, s settings, environment []string, domains int) (figures []figure, err error) {
	configuration, err := fs.Sub(measured, "measure")
	if err != nil {
		return nil, err
	}
	var zones []string
	for i := range domains {
		zones = append(zones, fmt.Sprintf("domain-%02d.test", i+1))
	}
	st, err := setStage(ctx, s, environment, configuration, zones)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.clear()) }()
	if err := st.control.liftZohoLimit(ctx); err != nil {
		return nil, err
	}
	variables, err := json.Marshal(map[string]any{"domains": zones, "service": m.service, "claim": m.claims})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(st.folder, "terraform.tfvars.json"), variables, 0o600); err != nil {
		return nil, fmt.Errorf("write the variables: %w", err)
	}

	for _, step := range []struct {
		name  string
		do    func(context.Context) (events, error)
		goals [2]float64 // seconds, requests
	}{
		{"apply", st.terraform.apply, [2]float64{m.seconds(m.applyRequests), float64(m.applyRequests)}},
		// A plan asks about the organization, never about one domain after the other.
		{"plan", st.terraform.plan, [2]float64{5, float64(m.planRequests)}},
		{"destroy", st.terraform.destroy, [2]float64{m.seconds(m.destroyRequests), float64(m.destroyRequests)}},
	} {
		before, err := st.control.requests(ctx)
		if err != nil {
			return nil, err
		}
		began := time.Now()
		if _, err := step.do(ctx); err != nil {
			return nil, err
		}
		took := time.Since(began)
		after, err := st.control.requests(ctx)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("%s_%s_%d_domains", m.service, step.name, domains)
		figures = append(figures,
			newFigure(name, float64(took.Milliseconds())/1000, "s", step.goals[0]),
			newFigure(name+"_requests", float64(after-before), "requests", step.goals[1]))
	}
	return figures, nil
}

// liftZohoLimit lets the machine be measured and not the budget of requests, which
// would make of it a matter of minutes.
func (c control) liftZohoLimit(ctx context.Context) error {
	return c.call(ctx, http.MethodPost, "/zoho/throttle", map[string]any{"requests": 100000}, nil)
}

func printFigures(figures []figure, to io.Writer) error {
	var missed []error
	for _, f := range figures {
		if err := json.NewEncoder(to).Encode(f); err != nil {
			return err
		}
		if !f.OK {
			missed = append(missed, fmt.Errorf("%s is %g %s, the goal is at most %g", f.Name, f.Value, f.Unit, f.Goal))
		}
	}
	return errors.Join(missed...)
}

// requests counts all calls that the services have had.
func (c control) requests(ctx context.Context) (int, error) {
	var log []json.RawMessage
	err := c.call(ctx, http.MethodGet, "/requests", nil, &log)
	return len(log), err
}
