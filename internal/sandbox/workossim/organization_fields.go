// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"unicode/utf8"
)

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
			return f, messageOnly(fail)
		}
	}
	if f.name != nil && *f.name == "" {
		return f, messageOnly(invalid("name must not be empty."))
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
			return messageOnly(fail)
		}
	}
	if len(*f.externalID) > longestExternalID || c.has("external_id") && !asciiOnly.MatchString(*f.externalID) {
		return messageOnly(invalid("external_id must be 1 to %d ASCII characters.", longestExternalID))
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

// messageOnly is how organizations answer 422 (wire/workos.md 2).
func messageOnly(fail *failure) *failure { return declared(fail.status, "", "%s", fail.text) }
