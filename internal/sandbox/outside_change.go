// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"net/http"
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
	for _, o := range found.Operations {
		if o.Method == http.MethodPost && o.Path == "/hold" {
			all = append(all, OutsideChange{"hold", func(domain string) error {
				body := strings.ReplaceAll(o.Example, "acme.test", domain)
				request, err := http.NewRequest(o.Method, o.Path, strings.NewReader(body)) //nolint:noctx // is not sent
				if err == nil {
					_, err = o.Do(request)
				}
				return err
			}})
		}
	}
	return all, nil
}
