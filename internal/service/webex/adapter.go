// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"encoding/base64"
	"regexp"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Name is the service's name in configuration and IDs.
const Name = "webex"

var (
	_ service.Service            = (*Adapter)(nil)
	_ service.Claimer            = (*Adapter)(nil)
	_ service.Explainer          = (*Adapter)(nil)
	_ service.LockoutGuard       = (*Adapter)(nil)
	_ service.Lister             = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
)

// Adapter implements the contract of package service for Webex.
type Adapter struct {
	adapter.OrganizationIDs
	*adapter.Organizations[*organization]
	*setup
}

// setup is what the settings say, beside what the kit makes of them.
type setup struct {
	recordPrefix                  string
	adminDomain, driftProbeDomain string
	// canReserve: domains can be reserved, as in Webex for Government.
	canReserve bool
}

// Capabilities implements service.Service. A verification is done when the call
// returns (wire/webex.md 1.2); what takes time is the DNS that Webex sees.
func (a *Adapter) Capabilities() service.Capabilities {
	capabilities := service.Capabilities{
		Methods:         []service.Method{service.MethodDNSTXT},
		AdviceList:      "Set drift_probe_domain in the provider's webex block to list the verified and claimed ones.",
		ChallengeWrites: true,
		PollInterval:    10 * time.Second,
		MaxPollInterval: time.Minute,
		Deadline:        20 * time.Minute,
	}
	if !a.canReserve {
		capabilities.MissingOptions = []service.OptionName{OptionReserve}
	}
	return capabilities
}

var uuidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// organizationUUID returns the UUID of an organization ID, which the identity
// endpoints want. Other APIs hand out the Base64 of
// ciscospark://<cluster>/ORGANIZATION/<uuid>, often without padding; the cluster
// differs between commercial and government (wire/webex.md 4.4).
func organizationUUID(id string) (string, bool) {
	if uuidForm.MatchString(id) {
		return strings.ToLower(id), true
	}
	bare := strings.TrimRight(id, "=")
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		decoded, err := encoding.DecodeString(bare)
		if err != nil || !strings.Contains(string(decoded), "/ORGANIZATION/") {
			continue
		}
		if last := string(decoded[strings.LastIndexByte(string(decoded), '/')+1:]); uuidForm.MatchString(last) {
			return strings.ToLower(last), true
		}
	}
	return "", false
}
