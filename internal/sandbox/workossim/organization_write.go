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

// createFields are those of OrganizationDto in the description; an update takes one
// more.
func createFields() []string {
	return []string{"name", "allow_profiles_outside_organization", "domains", "domain_data", "metadata", "external_id"}
}

func (s *Sim) createOrganization(c call) (any, *failure) {
	if fail := s.onlyKnown(c, createFields()...); fail != nil {
		return nil, fail
	}
	var name string
	if fail := c.required("name", &name); fail != nil {
		return nil, fail
	}
	f, fail := s.readFields(c, &organization{environment: c.key.environment, metadata: map[string]string{}})
	if fail != nil {
		return nil, fail
	}
	if fail := s.refuseDomainInUse(c.key, f.domains); fail != nil {
		return nil, fail
	}
	o := s.newOrganization(c.key.environment, name)
	s.apply(o, f, c.key)
	return s.organizationObject(o), nil
}

func (s *Sim) updateOrganization(c call) (any, *failure) {
	o := s.organizationOf(c.key, c.id())
	if o == nil {
		return nil, organizationNotFound(c.id())
	}
	if fail := s.onlyKnown(c, append(createFields(), "stripe_customer_id")...); fail != nil {
		return nil, fail
	}
	f, fail := s.readFields(c, o)
	if fail != nil {
		return nil, fail
	}
	s.apply(o, f, c.key)
	return s.organizationObject(o), nil
}

func (s *Sim) apply(o *organization, f organizationFields, key *apiKey) {
	for _, field := range []struct{ to, from *string }{{&o.name, f.name}, {&o.externalID, f.externalID}, {&o.stripeID, f.stripeID}} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	if f.allowProfilesOutside != nil {
		o.allowProfilesOutside = *f.allowProfilesOutside
	}
	o.metadata, o.updated = f.metadata, s.config.Now()
	if f.replacesDomains {
		s.replaceDomains(o, f.domains, byKey(key))
	}
}

// deleteOrganization also deletes the domains. The 202 with a text body is what
// recorded traffic shows, and so is the message of the 404 (wire/workos.md 2).
func (s *Sim) deleteOrganization(c call) (any, *failure) {
	o := s.organizationOf(c.key, c.id())
	if o == nil {
		return nil, declared(http.StatusNotFound, "", "Not Found")
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

// asciiOnly is the pattern of external_id in the description.
var asciiOnly = regexp.MustCompile(`^[\x00-\x7F]+$`)

// Limits of metadata and external_id in the description; guides have had lower ones.
const (
	longestMetadataKey   = 40
	longestMetadataValue = 600
	mostMetadata         = 50
	longestExternalID    = 128
)

// organizationFields are what a create or update says, checked before anything is
// changed.
type organizationFields struct {
	name, externalID, stripeID *string
	allowProfilesOutside       *bool
	metadata                   map[string]string
	domains                    []domainData
	replacesDomains            bool
}

// readFields takes over what organization o has where the request is silent.
func (s *Sim) readFields(c call, o *organization) (organizationFields, *failure) {
	f := organizationFields{metadata: maps.Clone(o.metadata)}
	for field, into := range map[string]any{
		"name": &f.name, "stripe_customer_id": &f.stripeID, "allow_profiles_outside_organization": &f.allowProfilesOutside,
	} {
		if fail := c.optional(field, into); fail != nil {
			return f, fail
		}
	}
	if f.name != nil && *f.name == "" {
		return f, invalid("name must not be empty.")
	}
	for _, step := range []func(call, *organization, *organizationFields) *failure{s.readExternalID, s.readStripeID, readMetadata, s.readDomainData} {
		if fail := step(c, o, &f); fail != nil {
			return f, fail
		}
	}
	return f, nil
}

func (s *Sim) readExternalID(c call, o *organization, f *organizationFields) *failure {
	if _, sent := c.body["external_id"]; !sent {
		return nil
	}
	f.externalID = new(string) // null clears it
	if c.has("external_id") {
		if fail := c.optional("external_id", f.externalID); fail != nil {
			return fail
		}
	}
	if len(*f.externalID) > longestExternalID || c.has("external_id") && !asciiOnly.MatchString(*f.externalID) {
		return invalid("external_id must be 1 to %d ASCII characters.", longestExternalID)
	}
	for _, other := range s.organizations {
		if other != o && *f.externalID != "" && other.externalID == *f.externalID && other.environment == o.environment {
			return declared(http.StatusBadRequest, "external_id_already_used", "The external ID is already used by another organization.")
		}
	}
	return nil
}

func (s *Sim) readStripeID(_ call, o *organization, f *organizationFields) *failure {
	for _, other := range s.organizations {
		if other != o && f.stripeID != nil && *f.stripeID != "" && other.stripeID == *f.stripeID && other.environment == o.environment {
			return declared(http.StatusBadRequest, "stripe_customer_id_already_used", "The Stripe customer ID is already used by another organization.")
		}
	}
	return nil
}

// readMetadata merges; a key set to null is deleted by an update (wire/workos.md 2), and
// no type of the description when an organization is created.
func readMetadata(c call, o *organization, f *organizationFields) *failure {
	if !c.has("metadata") {
		return nil
	}
	refused := declared(http.StatusBadRequest, "invalid_metadata", "The metadata is invalid.")
	var sent map[string]*string
	if err := json.Unmarshal(c.body["metadata"], &sent); err != nil {
		return refused
	}
	for key, value := range sent {
		switch {
		case value == nil && o.id == "":
			return refused
		case value == nil:
			delete(f.metadata, key)
		case utf8.RuneCountInString(key) > longestMetadataKey || utf8.RuneCountInString(*value) > longestMetadataValue:
			return refused
		default:
			f.metadata[key] = *value
		}
	}
	if len(f.metadata) > mostMetadata {
		return refused
	}
	return nil
}

// domainData is a domain that an organization is declared to have.
type domainData struct{ Domain, State, ascii string }

// readDomainData reads domain_data, or the deprecated list of names, which makes
// domains legacy_verified (wire/workos.md 1.3).
func (s *Sim) readDomainData(c call, _ *organization, f *organizationFields) *failure {
	var names []string
	if fail := c.optional("domains", &names); fail != nil {
		return fail
	}
	for _, name := range names {
		f.domains = append(f.domains, domainData{Domain: name, State: StateLegacyVerified})
	}
	var sent []map[string]string
	if fail := c.optional("domain_data", &sent); fail != nil {
		return fail
	}
	for _, fields := range sent {
		for name := range fields {
			if name != "domain" && name != "state" {
				return invalid("domain_data has the wrong type.")
			}
		}
		if state := fields["state"]; state != StatePending && state != StateVerified {
			return invalid("domain_data.state must be one of pending, verified.")
		}
		f.domains = append(f.domains, domainData{Domain: fields["domain"], State: fields["state"]})
	}
	f.replacesDomains = c.has("domains") || c.has("domain_data")
	for i := range f.domains {
		_, ascii, fail := s.domainName(f.domains[i].Domain)
		if fail != nil {
			return fail
		}
		f.domains[i].ascii = ascii
	}
	return nil
}

// refuseDomainInUse is how creating an organization answered in 2020 (wire/workos.md 2.1).
func (s *Sim) refuseDomainInUse(key *apiKey, sent []domainData) *failure {
	if s.Is(SwitchDomainInUse, "allowed") {
		return nil
	}
	for _, d := range s.domains() {
		inUse := func(data domainData) bool { return data.ascii == d.ascii }
		if d.organization.environment == key.environment && slices.ContainsFunc(sent, inUse) {
			return declared(http.StatusConflict, "", "An Organization with the domain %s already exists.", d.name)
		}
	}
	return nil
}

// replaceDomains makes the set what was sent: whatever is left out is deleted
// (wire/workos.md 2).
func (s *Sim) replaceDomains(o *organization, sent []domainData, by actor) {
	for _, d := range slices.Clone(o.domains) {
		if !slices.ContainsFunc(sent, func(data domainData) bool { return data.ascii == d.ascii }) {
			s.remove(d, by)
		}
	}
	for _, data := range sent {
		if d := o.find(data.ascii); d != nil {
			s.declareAgain(d, data.State, by)
			continue
		}
		if d, fail := s.newDomain(o, data.Domain, strategyManual); fail == nil {
			s.declare(d, data.State)
			s.emit("organization_domain.created", d, s.object(d), by, d.created)
		}
	}
}

// declareAgain meets a domain that exists; what becomes of one that waits for its
// record is unknown.
func (s *Sim) declareAgain(d *domain, state string, by actor) {
	waits := d.state == StatePending && d.strategy == strategyDNS
	switch {
	case state == StateVerified && !d.verified(), waits && s.Is(SwitchDomainDataResent, "becomes_manual"):
		s.change(d, by, s.config.Now(), func() {
			d.strategy, d.token, d.prefix = strategyManual, "", ""
			s.declare(d, state)
		})
	}
}

// declare sets a state without DNS: manual domains have no token (wire/workos.md 2), the
// legacy ones no strategy either.
func (s *Sim) declare(d *domain, state string) {
	d.watched = false
	switch state {
	case StatePending:
		s.begin(d, s.config.Now())
	case StateLegacyVerified:
		d.state, d.strategy = state, ""
	default:
		d.state = state
	}
}
