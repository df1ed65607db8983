// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// list is GET /domains (wire/entra.md 1.5).
func (s *Sim) list(c call) (any, *failure) {
	items := []map[string]any{}
	for _, d := range c.tenant.domains {
		there, verified := s.seen(d, s.lag(SwitchListLag))
		if !there {
			continue
		}
		item, fail := c.pick(s.object(d, verified))
		if fail != nil {
			return nil, fail
		}
		items = append(items, item)
	}
	return s.page(c, "domains", items, math.MaxInt)
}

// get is GET /domains/{id}.
func (s *Sim) get(c call) (any, *failure) {
	d, verified, fail := s.readable(c)
	if fail != nil {
		return nil, fail
	}
	item, fail := c.pick(s.object(d, verified))
	if fail != nil {
		return nil, fail
	}
	return c.annotated("domains/$entity", item), nil
}

// rootDomain is GET /domains/{id}/rootDomain.
func (s *Sim) rootDomain(c call) (any, *failure) {
	d, verified, fail := s.readable(c)
	if fail != nil {
		return nil, fail
	}
	if !d.Root {
		if d = c.tenant.above(c.name); d == nil {
			return nil, notFound(c.PathValue("id"))
		}
		_, verified = s.seen(d, 0)
	}
	return c.annotated("domains/$entity", s.object(d, verified)), nil
}

// organization is GET /organization.
func (s *Sim) organization(c call) (any, *failure) {
	return s.page(c, "organization", []map[string]any{{"id": c.tenant.ID, "displayName": c.tenant.Name}}, math.MaxInt)
}

// records is GET /domains/{id}/verificationDnsRecords (wire/entra.md 1.3, 4).
func (s *Sim) records(c call) (any, *failure) {
	d, verified, fail := s.readable(c)
	if fail != nil {
		return nil, fail
	}
	if verified {
		switch s.Value(SwitchRecordsOfVerified) {
		case "empty":
			return s.page(c, "domains/verificationDnsRecords", nil, math.MaxInt)
		case "not_found_404":
			return nil, notFound(c.PathValue("id"))
		case "bad_request_400":
			return nil, badRequest("The domain is verified already.")
		}
	}
	item := func(kind string) map[string]any {
		return map[string]any{
			"@odata.type": "#microsoft.graph.domainDns" + kind + "Record", "id": simhttp.RandomUUID(s.config.Rand), "isOptional": false,
			"label": d.Domain, "recordType": kind, "supportedService": "Email", "ttl": 3600,
		}
	}
	txt, mx := item("Txt"), item("Mx")
	txt["text"] = d.Text
	mx["mailExchange"], mx["preference"] = strings.TrimPrefix(d.Text, "MS=")+".msv1.invalid", 32767
	return s.page(c, "domains('"+d.Domain+"')/verificationDnsRecords", []map[string]any{mx, txt}, math.MaxInt)
}

// annotated adds the annotation that every answer has.
func (c call) annotated(of string, members map[string]any) map[string]any {
	members["@odata.context"] = origin(c.Request) + "/v1.0/$metadata#" + of
	return members
}

// pick keeps the members of $select.
func (c call) pick(members map[string]any) (map[string]any, *failure) {
	wanted := c.URL.Query().Get("$select")
	if wanted == "" {
		return members, nil
	}
	picked := map[string]any{}
	for _, name := range strings.Split(wanted, ",") {
		value, exists := members[strings.TrimSpace(name)]
		if !exists {
			return nil, badRequest("Could not find a property named '" + name + "' on type 'microsoft.graph.domain'.")
		}
		picked[strings.TrimSpace(name)] = value
	}
	return picked, nil
}

// page answers a list, by pages that the switch makes smaller. The link to the next one
// has the origin of the request: clients send their token there.
func (s *Sim) page(c call, of string, items []map[string]any, size int) (any, *failure) {
	if !s.Is(SwitchListPageSize, "all") {
		size = min(size, s.Number(SwitchListPageSize))
	}
	query, begin := c.URL.Query(), 0
	if token := query.Get("$skiptoken"); token != "" {
		var err error
		if begin, err = strconv.Atoi(token); err != nil || begin < 0 || begin > len(items) {
			return nil, badRequest("The skip token is not valid.")
		}
	}
	answer := c.annotated(of, map[string]any{})
	rest := items[begin:]
	if len(rest) > size {
		rest = rest[:size]
		query.Set("$skiptoken", strconv.Itoa(begin+size))
		next := url.URL{Path: c.URL.Path, RawQuery: query.Encode()}
		answer["@odata.nextLink"] = origin(c.Request) + next.String()
	}
	answer["value"] = append([]map[string]any{}, rest...)
	return answer, nil
}
