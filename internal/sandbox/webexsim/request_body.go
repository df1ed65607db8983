// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/json"
	"net/http"
	"slices"
)

// decode takes the documented fields by their exact names, where Go's decoder does
// not mind the case, and null for a value of the wrong type, as no field of the
// description is nullable. Other fields are ignored.
func decode(c call, into any) *failure {
	var sent any
	if err := json.Unmarshal(c.Body, &sent); err != nil {
		return refuse(http.StatusBadRequest, "Invalid JSON input: %v", err)
	}
	if _, isObject := sent.(map[string]any); !isObject {
		return refuse(http.StatusBadRequest, "Invalid JSON input: it is no object")
	}
	exact, fail := documented(sent)
	if fail != nil {
		return fail
	}
	kept, err := json.Marshal(exact)
	if err == nil {
		err = json.Unmarshal(kept, into)
	}
	if err != nil {
		return refuse(http.StatusBadRequest, "Invalid JSON input: %v", err)
	}
	return nil
}

// decodeDomain reads a request about one domain and makes its name the service's own.
func (s *Sim) decodeDomain(c call, into any, domain *string) (fail *failure) {
	if fail = decode(c, into); fail == nil {
		*domain, fail = s.domainName(*domain)
	}
	return fail
}

// fieldNames are those of all request bodies of the description.
func fieldNames() []string {
	return []string{
		"domain", "claimDomain", "reserveDomain", "removePending", "data", "forceDomainClaim", "claimDomainOnly",
		"schemas", "displayName", "preferredLanguage",
	}
}

// documented drops the fields of other names, at any depth.
func documented(sent any) (any, *failure) {
	switch sent := sent.(type) {
	case map[string]any:
		for name, value := range sent {
			if !slices.Contains(fieldNames(), name) {
				delete(sent, name)
				continue
			}
			if value == nil {
				return nil, refuse(http.StatusBadRequest, "%s must not be null", name)
			}
			if _, fail := documented(value); fail != nil {
				return nil, fail
			}
		}
	case []any:
		for _, item := range sent {
			if _, fail := documented(item); fail != nil {
				return nil, fail
			}
		}
	}
	return sent, nil
}
