// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"fmt"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// cloud is where one of Microsoft's clouds has its APIs (wire/entra.md 8). Tokens do not
// cross clouds.
type cloud struct{ graph, login string }

// cloudOf knows a cloud by the names that the provider hashicorp/azuread has for it.
func cloudOf(environment string) (cloud, error) {
	const government = "https://login.microsoftonline.us"
	switch environment {
	case "", "global", "public":
		return cloud{"https://graph.microsoft.com", "https://login.microsoftonline.com"}, nil
	case "usgovernment", "usgovernmentl4":
		return cloud{"https://graph.microsoft.us", government}, nil
	case "dod", "usgovernmentl5":
		return cloud{"https://dod-graph.microsoft.us", government}, nil
	case "china":
		return cloud{"https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"}, nil
	}
	return cloud{}, &service.SettingError{
		Setting: settingEnvironment, Reason: fmt.Sprintf("invalid value %q: must be one of global, usgovernment, dod, china", environment),
	}
}

// root reads a setting that holds the root of an API: the version is added to it, and the
// scope of tokens is made of it.
func root(values service.Values, setting, otherwise string) (*url.URL, error) {
	base, err := adapter.BaseURL(values, setting, otherwise)
	if err == nil && base.Path != "" {
		err = &service.SettingError{Setting: setting, Reason: fmt.Sprintf("it has the path %s. Set the root alone, as in %s", base.Path, otherwise)}
	}
	return base, err
}
