// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// control talks to the control API of the sandbox: it reads what the services and
// the DNS really hold, and does what somebody else would do there.
type control struct{ base string }

// services are the simulated ones, in the order of the sandbox.
func (c control) services(ctx context.Context) (services []sandbox.ServiceStatus, err error) {
	err = c.call(ctx, http.MethodGet, "/services", nil, &services)
	return services, err
}

// states are those of a domain, by the name of the service.
func (c control) states(ctx context.Context, domain string) (states map[string]string, err error) {
	err = c.call(ctx, http.MethodGet, "/domains?name="+url.QueryEscape(domain), nil, &states)
	return states, err
}

// environment are the variables that configure the providers: name, value.
func (c control) environment(ctx context.Context) (variables [][2]string, err error) {
	err = c.call(ctx, http.MethodGet, "/environment", nil, &variables)
	return variables, err
}

// records are all records of all zones in presentation format.
func (c control) records(ctx context.Context) ([]string, error) {
	var byZone map[string][]string
	if err := c.call(ctx, http.MethodGet, "/dns/records", nil, &byZone); err != nil {
		return nil, err
	}
	var all []string
	for _, records := range byZone {
		all = append(all, records...)
	}
	slices.Sort(all)
	return all, nil
}

// letPass moves the clock of the sandbox.
func (c control) letPass(ctx context.Context, d time.Duration) error {
	return c.call(ctx, http.MethodPost, "/clock", map[string]string{"advance": d.String()}, nil)
}

// drift changes a domain at a service behind Terraform's back.
func (c control) drift(ctx context.Context, service, kind, domain string) error {
	return c.call(ctx, http.MethodPost, "/drift", map[string]string{"service": service, "kind": kind, "domain": domain}, nil)
}

// hurryWorkOS spares the demo the minutes between two checks of WorkOS' poller. Were it
// to check before the record is there, the resolver would remember the absence.
func (c control) hurryWorkOS(ctx context.Context) error {
	for name, value := range map[string]string{"poll_begins": "at_verify", "poll_interval_seconds": "0"} {
		setting := map[string]string{"service": "workos", "name": name, "value": value}
		if err := c.call(ctx, http.MethodPost, "/switches", setting, nil); err != nil {
			return err
		}
	}
	return nil
}

func (c control) call(ctx context.Context, method, path string, body, answer any) error {
	failed := func(err error) error { return fmt.Errorf("%s %s of the control API: %w", method, path, err) }
	var sent io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return failed(err)
		}
		sent = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, sent)
	if err != nil {
		return failed(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return failed(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return failed(err)
	}
	if resp.StatusCode/100 != 2 {
		return failed(fmt.Errorf("status %d: %s", resp.StatusCode, text))
	}
	if answer == nil {
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return failed(err)
	}
	return nil
}
