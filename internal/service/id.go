// SPDX-License-Identifier: MPL-2.0

package service

import (
	"fmt"
	"strings"
)

// DomainID names one organization domain of one service.
type DomainID struct {
	Service        string
	OrganizationID string
	Domain         string
}

// String returns the ID used in Terraform: service/organization_id/domain.
func (id DomainID) String() string {
	return id.Service + "/" + id.OrganizationID + "/" + id.Domain
}

// ParseDomainID splits what String returns. It checks the shape only; whether
// the service is known and the domain is canonical is the caller's to check.
func ParseDomainID(text string) (DomainID, error) {
	id, method, err := ParseMethodID(text)
	if err == nil && method != "" {
		err = &MalformedIDError{Text: text, Want: "service/organization_id/domain"}
	}
	return id, err
}

// ParseMethodID splits service/organization_id/domain[/method].
func ParseMethodID(text string) (DomainID, Method, error) {
	parts := strings.Split(text, "/")
	malformed := len(parts) < 3 || len(parts) > 4
	for _, part := range parts {
		malformed = malformed || part == "" || strings.TrimSpace(part) != part
	}
	if malformed {
		return DomainID{}, "", &MalformedIDError{Text: text, Want: "service/organization_id/domain[/method]"}
	}
	id := DomainID{Service: parts[0], OrganizationID: parts[1], Domain: parts[2]}
	if len(parts) == 4 {
		return id, Method(parts[3]), nil
	}
	return id, "", nil
}

// MalformedIDError says that a text is not an ID.
type MalformedIDError struct{ Text, Want string }

func (e *MalformedIDError) Error() string {
	return fmt.Sprintf("%q is not of the form %s, for example webex/82adacf4-453f-4e2b-a406-2939fddcaad2/example.com", e.Text, e.Want)
}
