// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// References are the objects that use a domain (wire/entra.md 10).
type References struct {
	Users        int  `json:"users"`
	Groups       int  `json:"groups"`
	Applications int  `json:"applications"`
	Multitenant  bool `json:"multitenant"` // one of the applications is
	Exchange     bool `json:"exchange"`    // Exchange has made one
}

func (r References) count() int { return r.Users + r.Groups + r.Applications }

const maxForced = 1000 // objects that a forced deletion renames

// delete is DELETE /domains/{id}.
func (s *Sim) delete(c call) (any, *failure) {
	d, fail := s.live(c)
	if fail != nil {
		return nil, fail
	}
	if fail := s.obstacle(d); fail != nil {
		return nil, fail
	}
	if d.References.count() > 0 {
		return nil, deletionFailed().with("ObjectInUse", "The domain is in use.", "id")
	}
	s.remove(d)
	return nil, nil
}

// obstacle is what keeps a domain from both deletions.
func (s *Sim) obstacle(d *domain) *failure {
	switch {
	case d.Initial:
		return deletionFailed()
	case d.Default:
		return deletionFailed().with("DefaultDomainDeletion", "Cannot delete the default domain.", "isDefault")
	case len(d.tenant.children(d.Domain)) > 0:
		return deletionFailed()
	case d.busy():
		return badRequest("An operation is in progress on the domain.")
	}
	return nil
}

func deletionFailed() *failure { return badRequest("Domain deletion attempt failed.") }

// forceDelete is POST /domains/{id}/forceDelete. The domain shows its progress.
func (s *Sim) forceDelete(c call) (any, *failure) {
	disable := true
	if fail := c.read(simhttp.Optional("disableUserAccounts", &disable)); fail != nil {
		return nil, fail
	}
	d, fail := s.live(c)
	if fail != nil {
		return nil, fail
	}
	if fail := s.obstacle(d); fail != nil {
		return nil, fail
	}
	used := d.References
	refused := d.Federated || used.Multitenant || used.Exchange || used.count() > maxForced
	if refused && s.Is(SwitchForceRefused, "at_once_400") {
		return nil, deletionFailed()
	}
	s.begin(d, forceDelete, s.lag(SwitchForceDuration), func() bool {
		if refused || s.Is(SwitchForceEnd, "failed") {
			return false
		}
		d.tenant.Renamed += d.References.count()
		if disable {
			d.tenant.Disabled += d.References.Users
		}
		s.remove(d)
		return true
	})
	return nil, nil
}

// references is GET /domains/{id}/domainNameReferences.
func (s *Sim) references(c call) (any, *failure) {
	d, _, fail := s.readable(c)
	if fail != nil {
		return nil, fail
	}
	var items []map[string]any
	add := func(kind string, n int, members func(i int, object map[string]any)) {
		for i := 1; i <= n; i++ {
			object := map[string]any{
				"@odata.type": "#microsoft.graph." + kind, "id": fmt.Sprintf("00000000-0000-4000-a000-%s%09d", map[string]string{"user": "001", "group": "002", "application": "003"}[kind], i),
				"displayName": fmt.Sprintf("%s %d", kind, i),
			}
			members(i, object)
			items = append(items, object)
		}
	}
	add("user", d.References.Users, func(i int, o map[string]any) { o["userPrincipalName"] = fmt.Sprintf("user%d@%s", i, d.Domain) })
	add("group", d.References.Groups, func(i int, o map[string]any) { o["mail"] = fmt.Sprintf("group%d@%s", i, d.Domain) })
	add("application", d.References.Applications, func(i int, o map[string]any) {
		o["identifierUris"] = []string{fmt.Sprintf("https://%s/app%d", d.Domain, i)}
	})
	return s.page(c, "directoryObjects", items, 100)
}
