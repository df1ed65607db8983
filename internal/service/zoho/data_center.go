// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// dataCenter is one of Zoho's separate clouds. An account, and with it every
// credential, lives in one of them.
type dataCenter struct {
	code string
	// domain is the end of all its hosts and of what is published, as in
	// accounts.zoho.com, mail.zoho.com and zmverify.zoho.com.
	domain string
}

// dataCenters is the one table of hosts, which wire/zoho.md 4 has with its sources.
// That records end like hosts was seen in public zones for us, eu, in, au, jp and ca
// (wire/zoho.md 3).
func dataCenters() []dataCenter {
	return []dataCenter{
		{"us", "zoho.com"},
		{"eu", "zoho.eu"},
		{"in", "zoho.in"},
		{"au", "zoho.com.au"},
		{"jp", "zoho.jp"},
		{"ca", "zohocloud.ca"},
		{"sa", "zoho.sa"},
		{"uk", "zoho.uk"},
		{"cn", "zoho.com.cn"},
		{"ae", "zoho.ae"},
	}
}

// target is where a CNAME record points, and how the value of a TXT record ends.
func (d dataCenter) target() string { return "zmverify." + d.domain }

// configuredDataCenter is the one with that code, by default that of the base URL: records
// of another one than that of the API would not be confirmed.
func configuredDataCenter(code, baseURL string) (dataCenter, error) {
	ofURL, isZoho := dataCenterOfHost(baseURL)
	if code == "" && isZoho {
		return ofURL, nil
	}
	center, err := dataCenterByCode(cmp.Or(code, "us"))
	if err == nil && isZoho && center != ofURL {
		return dataCenter{}, fmt.Errorf("it is %q, but base_url is an address of another data center. Remove base_url, or, for mail.%s, set data_center = %q", code, ofURL.domain, ofURL.code)
	}
	return center, err
}

func dataCenterByCode(code string) (dataCenter, error) {
	for _, known := range dataCenters() {
		if known.code == strings.ToLower(strings.TrimSpace(code)) {
			return known, nil
		}
	}
	reason := fmt.Sprintf("invalid value %q: must be one of %s", code, codesBut(""))
	if meant, ok := dataCenterOfHost(code); ok {
		reason += fmt.Sprintf(". For %s set data_center = %q", strings.TrimSpace(code), meant.code)
	}
	return dataCenter{}, errors.New(reason)
}

// codesBut lists the codes of all data centers but one.
func codesBut(except string) string {
	var codes []string
	for _, known := range dataCenters() {
		if known.code != except {
			codes = append(codes, known.code)
		}
	}
	return strings.Join(codes, ", ")
}

// zohoHost is a host of Zoho's; zohoapis is that of its other APIs, which token
// responses name.
var zohoHost = regexp.MustCompile(`^(?:.*\.)?zoho(?:cloud|apis)?\.(.+)$`)

// dataCenterOfHost recognizes a data center by any of its hosts, by an address of
// one, or by the ending alone, such as "com.au".
func dataCenterOfHost(text string) (dataCenter, bool) {
	host := strings.ToLower(strings.TrimSpace(text))
	if address, err := url.Parse(host); err == nil && address.Host != "" {
		host = address.Hostname()
	}
	ending := zohoHost.ReplaceAllString(strings.Trim(host, "./"), "$1")
	for _, known := range dataCenters() {
		if _, own, _ := strings.Cut(known.domain, "."); ending == own {
			return known, true
		}
	}
	return dataCenter{}, false
}

// dataCenterHint tells how to find the data center that credentials belong to. Zoho
// names it in the response to a token request, if there was one.
func (a *Adapter) dataCenterHint() string {
	apiDomain := ""
	if a.refresh != nil {
		apiDomain = a.refresh.TokenField("api_domain")
	}
	named, ok := dataCenterOfHost(apiDomain)
	apiDomain = displaytext.Escape(apiDomain)
	switch {
	case ok && named.code == a.center.code:
		return fmt.Sprintf("The data center is right: Zoho's accounts server itself names %s, which is data_center = %q.", apiDomain, a.center.code)
	case ok:
		return fmt.Sprintf("Zoho's accounts server names another data center for this account (%s): set data_center = %q (ZOHO_DATA_CENTER). It is %q now.",
			apiDomain, named.code, a.center.code)
	}
	return fmt.Sprintf("Credentials are valid in the one data center of their account only. Configured is data_center = %q (%s); the others are %s. "+
		"To find the right one, sign in to Zoho Mail and check the host in the browser: mail.zoho.eu, for example, means data_center = \"eu\".",
		a.center.code, a.mailHost, codesBut(a.center.code))
}
