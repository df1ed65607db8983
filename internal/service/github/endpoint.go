// SPDX-License-Identifier: MPL-2.0

package github

import (
	"errors"
	"net/url"
	"strings"
)

// endpoints are where an installation of GitHub has its APIs.
type endpoints struct {
	base *url.URL
	// graphql and rest are paths below base; rest is for tokens of Apps only.
	graphql, rest string
}

// endpointsAt reads a base URL by the rule of integrations/terraform-provider-github,
// whose users share the setting (wire/github.md 1.1).
func endpointsAt(base *url.URL) (endpoints, error) {
	host := base.Hostname()
	isDotCom := host == "github.com" || host == "api.github.com"
	if !isDotCom && !strings.HasSuffix(host, ".ghe.com") {
		path := strings.TrimSuffix(base.Path, "/api/v3")
		return endpoints{base: &url.URL{Scheme: base.Scheme, Host: base.Host}, graphql: path + "/api/graphql", rest: path + "/api/v3"}, nil
	}
	if base.Scheme != "https" || base.Path != "" {
		return endpoints{}, errors.New("the base URL of " + host + " must be https, without a path, as in https://api.github.com/")
	}
	if !strings.HasPrefix(host, "api.") {
		host = "api." + host
	}
	return endpoints{base: &url.URL{Scheme: base.Scheme, Host: host}, graphql: "/graphql"}, nil
}
