// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// deleteOrganization also deletes the domains. The 202 with a text body is what
// recorded traffic shows, and so is the message of the 404 (wire/workos.md 2).
func (s *Sim) deleteOrganization(c call) (any, *failure) {
	o := s.organizationOf(c.key, c.id())
	if o == nil {
		return nil, refuse(http.StatusNotFound, "", "Not Found")
	}
	for _, d := range slices.Clone(o.domains) {
		s.remove(d, byKey(c.key))
	}
	s.organizations = slices.DeleteFunc(s.organizations, func(other *organization) bool { return other == o })
	if s.Is(SwitchOrganizationDelete, "200") {
		return simhttp.Response{Status: http.StatusOK}, nil
	}
	return simhttp.Text(http.StatusAccepted, "Accepted"), nil
}

// externalID is the pattern of the description, with its greatest length.
var externalID = regexp.MustCompile(`^[\x00-\x7F]{1,128}$`)

// writeOrganization creates or updates: what the request leaves out stays as it is, and
// a request that is refused changes nothing.
func (s *Sim) writeOrganization(c call) (any, *failure) {
	isNew := c.Method == http.MethodPost
	o := s.organizationOf(c.key, c.id())
	if isNew {
		o = s.newOrganization(c.key.environment, "")
	} else if o == nil {
		return nil, organizationNotFound(c.id())
	}
	changed := *o
	changed.metadata, changed.updated = maps.Clone(o.metadata), s.config.Now()
	external := &changed.externalID // nil for null
	var metadata json.RawMessage
	var names []string
	var data []simhttp.Fields
	described := []simhttp.Field{
		simhttp.Required("name", &changed.name), simhttp.Nullable("external_id", &external), simhttp.Nullable("metadata", &metadata),
		simhttp.Optional("allow_profiles_outside_organization", &changed.allowProfilesOutside),
		simhttp.Optional("domains", &names), simhttp.Optional("domain_data", &data),
	}
	if !isNew {
		described = append(described, simhttp.Optional("stripe_customer_id", &changed.stripeID))
	}
	if fail := c.read(described...); fail != nil {
		return nil, fail
	}
	if external == nil {
		changed.externalID = ""
	} else if c.fields.Has("external_id") && !externalID.MatchString(changed.externalID) {
		return nil, invalid("external_id must be 1 to 128 ASCII characters.")
	}
	if !mergeMetadata(changed.metadata, metadata, isNew) {
		return nil, refuse(http.StatusBadRequest, "invalid_metadata", "The metadata is invalid.")
	}
	declared, fail := s.declaredDomains(names, data)
	if fail == nil {
		fail = s.refuseUsed(o, changed, declared, isNew)
	}
	if fail != nil {
		return nil, fail
	}
	*o = changed
	if isNew {
		s.organizations = append(s.organizations, o)
	}
	if c.fields.Has("domains") || c.fields.Has("domain_data") {
		s.replaceDomains(o, declared, byKey(c.key))
	}
	return s.organizationObject(o), nil
}

// mergeMetadata takes away the keys that are null (wire/workos.md 2), which is no type
// of the description when an organization is created.
func mergeMetadata(metadata map[string]string, sent json.RawMessage, isNew bool) (ok bool) {
	var values map[string]*string
	if len(sent) > 0 && json.Unmarshal(sent, &values) != nil {
		return false
	}
	for key, value := range values {
		switch {
		case value == nil && isNew:
			return false
		case value == nil:
			delete(metadata, key)
		case utf8.RuneCountInString(key) > 40 || utf8.RuneCountInString(*value) > 600:
			return false
		default:
			metadata[key] = *value
		}
	}
	return len(metadata) <= 50
}

// refuseUsed keeps what must be unique in the environment. Of domains, a new organization
// may be refused those of others, as in 2020 (wire/workos.md 2.1).
func (s *Sim) refuseUsed(o *organization, changed organization, declared []declaration, isNew bool) *failure {
	for _, other := range s.organizations {
		switch {
		case other == o || other.environment != o.environment:
			continue
		case changed.externalID != "" && changed.externalID == other.externalID:
			return refuse(http.StatusBadRequest, "external_id_already_used", "The external ID is already used by another organization.")
		case changed.stripeID != "" && changed.stripeID == other.stripeID:
			return refuse(http.StatusBadRequest, "stripe_customer_id_already_used", "The Stripe customer ID is already used by another organization.")
		}
		for _, said := range declared {
			if isNew && s.Is(SwitchDomainInUse, "409") && other.find(said.ascii) != nil {
				return refuse(http.StatusConflict, "", "An Organization with the domain %s already exists.", said.name)
			}
		}
	}
	return nil
}

// declaration is a domain that an organization is said to have.
type declaration struct{ name, ascii, state string }

// declaredDomains reads domain_data, and the deprecated list of names, which makes
// domains legacy_verified (wire/workos.md 1.3).
func (s *Sim) declaredDomains(names []string, data []simhttp.Fields) ([]declaration, *failure) {
	var declared []declaration
	for _, name := range names {
		declared = append(declared, declaration{name: name, state: StateLegacyVerified})
	}
	for _, fields := range data {
		var d declaration
		if wrong := fields.ReadStrictly(simhttp.Required("domain", &d.name), simhttp.Required("state", &d.state)); wrong != nil {
			return nil, invalid("domain_data: %v.", wrong)
		}
		if d.state != StatePending && d.state != StateVerified {
			return nil, invalid("domain_data: state must be one of pending, verified.")
		}
		declared = append(declared, d)
	}
	for i := range declared {
		var fail *failure
		if _, declared[i].ascii, fail = s.domainName(declared[i].name); fail != nil {
			return nil, fail
		}
	}
	return declared, nil
}

// replaceDomains makes the set what was sent: what is left out is deleted
// (wire/workos.md 2).
func (s *Sim) replaceDomains(o *organization, declared []declaration, by actor) {
	for _, d := range slices.Clone(o.domains) {
		if !slices.ContainsFunc(declared, func(said declaration) bool { return said.ascii == d.ascii }) {
			s.remove(d, by)
		}
	}
	for _, said := range declared {
		if d := o.find(said.ascii); d != nil {
			s.declareAgain(d, said.state, by)
		} else if d, fail := s.newDomain(o, said.name, strategyManual); fail == nil {
			s.declare(d, said.state)
			s.emit("organization_domain.created", d, s.object(d), by, d.created)
		}
	}
}

// declareAgain meets a domain that exists; what becomes of one that waits for its
// record is unknown.
func (s *Sim) declareAgain(d *domain, state string, by actor) {
	waits := d.state == StatePending && d.strategy == strategyDNS
	if state == StateVerified && !d.verified() || waits && s.Is(SwitchDomainDataResent, "becomes_manual") {
		s.change(d, by, s.config.Now(), func() {
			d.strategy, d.token, d.prefix = strategyManual, "", ""
			s.declare(d, state)
		})
	}
}
