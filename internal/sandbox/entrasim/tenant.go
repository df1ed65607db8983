// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Roles of the tenants. The app is in the managed ones.
const (
	Own       = "own"
	Other     = "other"
	Unmanaged = "unmanaged" // made by self-service sign-up, wire/entra.md 9
)

// initialSuffix is what initial domains end in.
const initialSuffix = "onmicrosoft.com"

// TenantSnapshot is a tenant, and what happened to it for good.
type TenantSnapshot struct {
	ID        string   `json:"id"`
	Role      string   `json:"role"`
	Name      string   `json:"name"`
	Renamed   int      `json:"renamed"`    // objects, by forced deletions
	Disabled  int      `json:"disabled"`   // accounts, by forced deletions
	TakenOver []string `json:"taken_over"` // names that it got from the unmanaged tenant
}

type tenant struct {
	TenantSnapshot
	domains []*domain // also those that were deleted, for reads that lag
}

// find finds a domain that was not deleted.
func (t *tenant) find(name string) *domain {
	d, _ := simhttp.First(t.domains, func(d *domain) bool { return d.Domain == name && d.deleted.IsZero() })
	return d
}

func (t *tenant) count() (n int) {
	for _, d := range t.domains {
		if d.deleted.IsZero() {
			n++
		}
	}
	return n
}

// children are the subdomains of a name.
func (t *tenant) children(name string) (children []*domain) {
	for _, d := range t.domains {
		if d.deleted.IsZero() && strings.HasSuffix(d.Domain, "."+name) {
			children = append(children, d)
		}
	}
	return children
}

// above is the nearest verified domain above a name.
func (t *tenant) above(name string) *domain {
	for {
		_, parent, found := strings.Cut(name, ".")
		if !found {
			return nil
		}
		if d := t.find(parent); d != nil && d.Verified {
			return d
		}
		name = parent
	}
}

func (t *tenant) forget(name string) {
	t.domains = slices.DeleteFunc(t.domains, func(d *domain) bool { return d.Domain == name })
}

// holder is the domain of another tenant that has verified the name.
func (s *Sim) holder(own *tenant, name string) *domain {
	for _, t := range s.tenants {
		if d := t.find(name); t != own && d != nil && d.Verified {
			return d
		}
	}
	return nil
}

// tenantNamed finds a tenant by its ID or by a domain that it has verified.
func (s *Sim) tenantNamed(name string) *tenant {
	name = strings.ToLower(name)
	t, _ := simhttp.First(s.tenants, func(t *tenant) bool {
		d := t.find(name)
		return t.ID == name || d != nil && d.Verified
	})
	return t
}
