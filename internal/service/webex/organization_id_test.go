// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"encoding/base64"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

const (
	uuid       = "82adacf4-453f-4e2b-a406-2939fddcaad2"
	commercial = "ciscospark://us/ORGANIZATION/" + uuid
	government = "ciscospark://urn:TEAM:us-gov-west-1_a1/ORGANIZATION/" + uuid
)

func TestOrganizationUUIDIsFoundInEveryForm(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]string{
		"UUID":                       uuid,
		"UUID in upper case":         "82ADACF4-453F-4E2B-A406-2939FDDCAAD2",
		"Base64":                     base64.StdEncoding.EncodeToString([]byte(commercial)),
		"Base64 without padding":     base64.RawStdEncoding.EncodeToString([]byte(commercial)),
		"URL-safe Base64":            base64.URLEncoding.EncodeToString([]byte("ciscospark://ü?>/ORGANIZATION/" + uuid)),
		"URL-safe, no padding":       base64.RawURLEncoding.EncodeToString([]byte("ciscospark://ü?>/ORGANIZATION/" + uuid)),
		"standard alphabet":          base64.StdEncoding.EncodeToString([]byte("ciscospark://ü?>/ORGANIZATION/" + uuid)),
		"government":                 base64.StdEncoding.EncodeToString([]byte(government)),
		"government without padding": base64.RawURLEncoding.EncodeToString([]byte(government)),
		"upper case inside":          base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/ORGANIZATION/82ADACF4-453F-4E2B-A406-2939FDDCAAD2")),
	} {
		if got, err := withOrganization(t, "").CanonicalOrganizationID(id); err != nil || got != uuid {
			t.Errorf("%s %q: %q, %v; want %s", name, id, got, err, uuid)
		}
	}
}

func TestOrganizationIDThatIsNoneIsRejectedWithAdvice(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]string{
		"empty":            "",
		"a word":           "acme",
		"UUID cut short":   uuid[:35],
		"UUID with spaces": " " + uuid,
		"a person":         base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/PEOPLE/" + uuid)),
		"no UUID inside":   base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/ORGANIZATION/acme")),
		"more behind":      base64.RawURLEncoding.EncodeToString([]byte(commercial + "/x")),
		"bad Base64":       "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8*",
		"the URI itself":   commercial,
	} {
		_, err := withOrganization(t, "").CanonicalOrganizationID(id)
		if service.ClassOf(err) != service.Rejected {
			t.Errorf("%s %q: %v, want %s", name, id, err, service.Rejected)
		}
		wantError(t, err, service.Rejected, "Control Hub")
	}
}

func TestEmptyOrganizationIDMeansTheConfiguredOne(t *testing.T) {
	t.Parallel()
	if got, err := withOrganization(t, uuid).CanonicalOrganizationID(""); err != nil || got != uuid {
		t.Errorf("got %q, %v; want %s", got, err, uuid)
	}
	_, err := withOrganization(t, "").CanonicalOrganizationID("")
	wantError(t, err, service.Rejected, "no organization ID is set", "organization_id")
}

// withOrganization is a service with a default organization.
func withOrganization(t *testing.T, id string) service.Service {
	t.Helper()
	made, err := webex.Definition().New(service.Values{"access_token": secret, "organization_id": id}, service.Dependencies{})
	must(t, err)
	return made
}
