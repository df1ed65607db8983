// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
)

// control talks to the control API of the sandbox: it sees what the service and the
// DNS really hold, and does what somebody else would do there.
type control struct{ base string }

// organization is what the simulated Webex holds.
type organization struct {
	Pending, Verified, Claimed []string
	Tokens                     map[string]string
}

// standing is the strongest word that Webex has for the domain.
func (o organization) standing(domain string) string {
	switch {
	case slices.Contains(o.Claimed, domain):
		return "claimed"
	case slices.Contains(o.Verified, domain):
		return "verified"
	case slices.Contains(o.Pending, domain):
		return "pending"
	}
	return "unknown"
}

func (o organization) empty() bool {
	return len(o.Pending)+len(o.Verified)+len(o.Claimed)+len(o.Tokens) == 0
}

func (c control) organization(ctx context.Context) (organization, error) {
	var state struct {
		Webex struct{ Organization organization }
	}
	err := c.call(ctx, http.MethodGet, "/state", nil, &state)
	return state.Webex.Organization, err
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

// drift changes a domain behind Terraform's back.
func (c control) drift(ctx context.Context, kind, domain string) error {
	return c.call(ctx, http.MethodPost, "/drift", map[string]string{"service": "webex", "kind": kind, "domain": domain}, nil)
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
