// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// dataCenter is one of Zoho's separate clouds. An account, and with it every
// credential, lives in one of them.
type dataCenter struct {
	code     string
	accounts string
	mail     string
	// records is the end of what is published, as in zmverify.zoho.com.
	records string
}

const defaultDataCenter = "us"

// dataCenters is the one table of hosts, which wire/zoho.md 4 has with its sources.
// Record ends were seen in public zones for us, eu, in, au, jp and ca; those of sa, uk,
// cn and ae follow their mail hosts.
func dataCenters() []dataCenter {
	return []dataCenter{
		{"us", "accounts.zoho.com", "mail.zoho.com", "zoho.com"},
		{"eu", "accounts.zoho.eu", "mail.zoho.eu", "zoho.eu"},
		{"in", "accounts.zoho.in", "mail.zoho.in", "zoho.in"},
		{"au", "accounts.zoho.com.au", "mail.zoho.com.au", "zoho.com.au"},
		{"jp", "accounts.zoho.jp", "mail.zoho.jp", "zoho.jp"},
		{"ca", "accounts.zohocloud.ca", "mail.zohocloud.ca", "zohocloud.ca"},
		{"sa", "accounts.zoho.sa", "mail.zoho.sa", "zoho.sa"},
		{"uk", "accounts.zoho.uk", "mail.zoho.uk", "zoho.uk"},
		{"cn", "accounts.zoho.com.cn", "mail.zoho.com.cn", "zoho.com.cn"},
		{"ae", "accounts.zoho.ae", "mail.zoho.ae", "zoho.ae"},
	}
}

// ending is the public suffix of a data center's hosts: "com", "eu", "com.au".
func (d dataCenter) ending() string {
	_, ending, _ := strings.Cut(d.records, ".")
	return ending
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

// dataCenterOfHost recognizes a data center by any of its hosts, by an address
// of one, or by the ending alone.
func dataCenterOfHost(text string) (dataCenter, bool) {
	host := strings.ToLower(strings.TrimSpace(text))
	if address, err := url.Parse(host); err == nil && address.Host != "" {
		host = address.Hostname()
	}
	host = strings.Trim(host, "./")
	for _, known := range dataCenters() {
		if host == known.ending() {
			return known, true
		}
		// zohoapis is the host of Zoho's other APIs, which token responses name.
		for _, brand := range []string{"zoho.", "zohocloud.", "zohoapis."} {
			domain := brand + known.ending()
			if host == domain || strings.HasSuffix(host, "."+domain) {
				return known, true
			}
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
