// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// queries are the fields of Query.
func (s *Sim) queries(c *call) object {
	return object{
		typeName:       "Query",
		"organization": s.lookup(c, kindOrganization, "login", "Could not resolve to an Organization with the login of '%s'."),
		"enterprise":   s.lookup(c, kindEnterprise, "slug", "Could not resolve to an Enterprise with the slug of '%s'."),
		"node": resolver(func(arguments map[string]any) (any, *refusal) {
			d, refused := s.domainOfID(c, arguments["id"], "node")
			if refused != nil {
				return nil, refused
			}
			return s.domainObject(c, d), nil
		}),
	}
}

// lookup also meets single sign-on, which nothing limits to the domains of an
// organization.
func (s *Sim) lookup(c *call, kind, argument, missing string) resolver {
	return func(arguments map[string]any) (any, *refusal) {
		name := fmt.Sprint(arguments[argument])
		o := s.named(kind, name)
		if o == nil {
			return nil, &refusal{Type: "NOT_FOUND", Message: fmt.Sprintf(missing, name)}
		}
		if refused := s.signOn(c, o); refused != nil {
			return nil, refused
		}
		return s.ownerObject(c, o), nil
	}
}

// domainOfID finds what the caller may administer; the rest is hidden (wire/github.md 5).
func (s *Sim) domainOfID(c *call, id any, field string) (*domain, *refusal) {
	d := s.find(func(d *domain) bool { return d.ID == id })
	if d == nil || d.owner.role == ForOther || c.token.NotAdmin {
		return nil, &refusal{Type: "NOT_FOUND", Message: fmt.Sprintf("Could not resolve to a node with the global id of '%v'.", id)}
	}
	return d, s.admit(c, d.owner, field, d.owner.adminScope())
}

// maxPage is wire/github.md 1.5.
const maxPage = 100

// connection lists the domains of an owner in the default order (wire/github.md 1.5).
func (s *Sim) connection(c *call, o *owner, arguments map[string]any) (any, *refusal) {
	inherited, _ := s.ownerFor(ForEnterprise)
	inherits := o.role == ForOrganization && s.Is(SwitchInherited, "listed")
	list := slices.DeleteFunc(slices.Clone(s.domains), func(d *domain) bool { return d.owner != o && (!inherits || d.owner != inherited) })
	slices.SortFunc(list, func(a, b *domain) int { return strings.Compare(a.cursor(), b.cursor()) })
	total := len(list)
	if after, sent := arguments["after"].(string); sent {
		if _, err := hex.DecodeString(after); err != nil {
			return nil, &refusal{Message: fmt.Sprintf("`%s` does not appear to be a valid cursor.", after), whole: true}
		}
		list = slices.DeleteFunc(list, func(d *domain) bool { return d.cursor() <= after })
	}
	first, err := strconv.Atoi(fmt.Sprint(arguments["first"]))
	if err != nil {
		return nil, &refusal{Message: "You must provide a `first` or `last` value to properly paginate the `domains` connection.", whole: true}
	}
	if first < 1 || first > maxPage {
		return nil, &refusal{Message: fmt.Sprintf("Requesting %d records on the `domains` connection exceeds the `first` limit of %d records.", first, maxPage), whole: true}
	}
	page := object{typeName: "PageInfo", "hasNextPage": len(list) > first, "endCursor": nil}
	nodes := []object{}
	for _, d := range list[:min(first, len(list))] {
		nodes = append(nodes, s.domainObject(c, d))
		page["endCursor"] = d.cursor()
	}
	return object{typeName: "VerifiableDomainConnection", "nodes": nodes, "totalCount": total, "pageInfo": page}, nil
}

// cursor has the order of the list, so that it survives the removal of its domain.
func (d *domain) cursor() string {
	return hex.EncodeToString(fmt.Appendf(nil, "%s %06d", d.Domain, d.number))
}
