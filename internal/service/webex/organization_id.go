// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var uuidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// OrganizationUUID returns the identity UUID of an organization id. Webex
// hands out two forms: the UUID, which the identity endpoints want, and the
// Base64 of ciscospark://<cluster>/ORGANIZATION/<uuid>, often without padding
// (developer.webex.com/docs/api/v1/identity-organization). The cluster differs
// between commercial and government, so only the last part counts.
func OrganizationUUID(id string) (string, error) {
	if uuidForm.MatchString(id) {
		return strings.ToLower(id), nil
	}
	bare := strings.TrimRight(id, "=")
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		decoded, err := encoding.DecodeString(bare)
		if err != nil || !strings.Contains(string(decoded), "/ORGANIZATION/") {
			continue
		}
		last := string(decoded)[strings.LastIndexByte(string(decoded), '/')+1:]
		if uuidForm.MatchString(last) {
			return strings.ToLower(last), nil
		}
	}
	rejected := &service.Error{
		Class:     service.Rejected,
		Operation: "read the Webex organization id",
		Reason:    fmt.Sprintf("%q is neither a UUID nor the Base64 form of one", id),
		Advice:    "Copy the organization id from Control Hub (Management > Account > Organization ID), or the \"id\" of GET /v1/organizations.",
	}
	if id == "" {
		rejected.Reason = "no organization id is set"
		rejected.Advice = "Set organization_id in the provider's webex block or in the resource, or WEBEX_ORG_ID. " + rejected.Advice
	}
	return "", rejected
}
