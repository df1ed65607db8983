// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func TestBaseURLOfASettingThatIsWrongNamesTheSetting(t *testing.T) {
	t.Parallel()
	if base, err := adapter.BaseURL(service.Values{}, "base_url", "https://api.acme.test"); err != nil || base.Host != "api.acme.test" {
		t.Errorf("not set: %v, %v", base, err)
	}
	_, err := adapter.BaseURL(service.Values{"base_url": "http://api.acme.test"}, "base_url", "https://api.acme.test")
	if wrong, ok := errors.AsType[*service.SettingError](err); !ok || wrong.Setting != "base_url" {
		t.Errorf("without TLS: %v", err)
	}
}

// It is not quoted: a credential may have been set in its place.
func TestDefaultOrganizationIsCheckedWhereItIsSet(t *testing.T) {
	t.Parallel()
	ids := &adapter.OrganizationIDs{
		Vendor: acme(), Canonical: func(id string) (string, bool) { return id, id == "7" }, Invalid: "is no number", Advice: "Look it up.",
	}
	for id, isValid := range map[string]bool{"": true, "7": true, "x": false} {
		ids.Default = id
		if err := ids.CheckDefault(); (err == nil) != isValid {
			t.Errorf("%q: %v", id, err)
		}
	}
	for named, want := range map[string]string{"": "organization_id", "owner": "owner"} {
		ids.Default, ids.Setting = "x", named
		wrong, ok := errors.AsType[*service.SettingError](ids.CheckDefault())
		if !ok || wrong.Setting != want || wrong.Reason != "it is no number. Look it up." {
			t.Errorf("wrong: %+v", wrong)
		}
	}
}

func TestEnvironmentVariablesFollowFromNamesUnlessASettingHasItsOwn(t *testing.T) {
	t.Parallel()
	var got []string
	for _, setting := range adapter.WithEnvironment("ACME_", []service.Setting{{Name: "api_key"}, {Name: "organization_id", EnvironmentVariables: []string{"ACME_ORG", "ORG"}}}) {
		got = append(got, setting.EnvironmentVariables...)
	}
	if diff := cmp.Diff([]string{"ACME_API_KEY", "ACME_ORG", "ORG"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOrganizationIDIsCanonicalAndADefaultStandsForNone(t *testing.T) {
	t.Parallel()
	ids := &adapter.OrganizationIDs{
		Vendor: acme(), Default: "Seven", Invalid: "is not a number", Environment: "ACME_ORG", Advice: "Look it up.",
		Canonical: func(id string) (string, bool) { return strings.ToLower(id), id != "" && id != "x" },
	}
	for id, want := range map[string]string{"": "seven", "EIGHT": "eight"} {
		if got, err := ids.CanonicalOrganizationID(id); got != want || err != nil {
			t.Errorf("%q is %q, %v", id, got, err)
		}
	}
	_, err := ids.CanonicalOrganizationID("x")
	if wrong := typed(t, err); wrong.Class != service.Rejected || wrong.Reason != `"x" is not a number` {
		t.Errorf("%+v", wrong)
	}
	ids.Default = ""
	_, err = ids.CanonicalOrganizationID("")
	if none := typed(t, err); none.Reason != "no organization ID is set" || !strings.Contains(none.Advice, "acme block or in the resource, or ACME_ORG. Look it up.") {
		t.Errorf("%+v", none)
	}
}
