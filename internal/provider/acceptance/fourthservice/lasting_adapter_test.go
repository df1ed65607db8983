// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"encoding/json"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// lastingDefinition is the service as it is where domains follow from others, and releases
// last.
func lastingDefinition() service.Definition {
	return variant(func(plain *fourth) service.Service { return &lasting{plain} })
}

type lasting struct{ *fourth }

func (l *lasting) Capabilities() service.Capabilities {
	capabilities := l.fourth.Capabilities()
	capabilities.BornVerified = "A subdomain of a domain that is verified when it is added needs no token."
	capabilities.ReleaseDeadline = time.Hour
	return capabilities
}

// isReleased reports whether the service has accepted the release of what it shows.
func isReleased(found service.Domain) bool {
	return found.State == service.StateAbsent || found.State == service.StateReleasing
}

// releaseOf is how a release stands that the service has accepted.
func releaseOf(operation string, found service.Domain) error {
	if found.State == service.StateAbsent {
		return nil
	}
	return &service.Error{Class: service.UnderWay, Operation: operation, Reason: "Fourth renames the users of the domain"}
}

// inUse adds to a refusal the users that are in the way.
func inUse(blocked *service.Error, refusal error) error {
	refused, ok := adapter.Refused(refusal)
	if !ok {
		return blocked
	}
	var body failure
	if json.Unmarshal(refused.Body, &body) == nil {
		blocked.BlockerCount = body.UserCount
		for _, user := range body.Users {
			blocked.Blockers = append(blocked.Blockers, service.Blocker{Kind: "user", Name: user})
		}
	}
	return blocked
}
