// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"errors"
	"testing"

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

func TestDefaultOrganizationIsCheckedWhereItIsSet(t *testing.T) {
	t.Parallel()
	refuse := func(string) (string, error) {
		return "", &service.Error{Class: service.Rejected, Reason: "it is no number", Advice: "Look it up."}
	}
	if err := adapter.DefaultOrganization(service.Values{}, refuse); err != nil {
		t.Errorf("not set: %v", err)
	}
	err := adapter.DefaultOrganization(service.Values{"organization_id": "x"}, refuse)
	if wrong, ok := errors.AsType[*service.SettingError](err); !ok || wrong.Reason != "it is no number. Look it up." {
		t.Errorf("wrong: %v", err)
	}
}
