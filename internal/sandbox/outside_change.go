// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// OutsideChange is one thing that others than the provider can do to a domain at a
// service.
type OutsideChange struct {
	Name string
	// Make is an error where that cannot happen to the domain as it is.
	Make func(domain string) error
}

// OutsideChanges are each kind of drift of a service, and that another organization
// takes hold of the domain ("hold"), if the simulator has one.
func (s *Sandbox) OutsideChanges(name string) ([]OutsideChange, error) {
	found, err := s.service(name)
	if err != nil {
		return nil, err
	}
	var all []OutsideChange
	for _, kind := range simhttp.DriftKinds(found.Drift) {
		all = append(all, OutsideChange{kind, func(domain string) error { return found.Drift(kind, domain) }})
	}
	if hold := operationOn(found, http.MethodPost, "/hold"); hold != nil {
		all = append(all, OutsideChange{"hold", hold})
	}
	return all, nil
}

// ReleaseElsewhere has another organization that holds a domain at the service delete it.
func (s *Sandbox) ReleaseElsewhere(name, domain string) error {
	found, err := s.service(name)
	if err != nil {
		return err
	}
	release := operationOn(found, http.MethodDelete, "/hold")
	if release == nil {
		return fmt.Errorf("no other organization of %s can hold a domain", name)
	}
	return release(domain)
}

// operationOn is an operation of the control API on one domain, or nil.
func operationOn(found service, method, path string) func(domain string) error {
	i := slices.IndexFunc(found.Operations, func(o simhttp.Operation) bool { return o.Method == method && o.Path == path })
	if i < 0 {
		return nil
	}
	o := found.Operations[i]
	return func(domain string) error {
		body := strings.ReplaceAll(o.Example, "acme.test", domain)
		request, err := http.NewRequest(o.Method, o.Path, strings.NewReader(body)) //nolint:noctx // is not sent
		if err == nil {
			_, err = o.Do(request)
		}
		return err
	}
}
