// SPDX-License-Identifier: MPL-2.0

package websim

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// location is where a file is, by http and https alike.
type location struct{ host, path string }

// locate takes a Host header: names compare without regard to case and port.
func locate(host, path string) location {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if path == "" {
		path = "/"
	}
	return location{strings.ToLower(strings.TrimSuffix(host, ".")), path}
}

func parse(address string) (location, error) {
	u, err := url.Parse(address)
	if err != nil {
		return location{}, err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return location{}, fmt.Errorf("%q is no http or https URL", address)
	}
	return locate(u.Host, u.Path), nil
}

func (l location) url() string { return "http://" + l.host + l.path }
