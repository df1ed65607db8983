// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"net/url"
	"strings"
)

// dataCenter is one of Zoho's separate clouds. An account, and with it every
// credential, lives in one of them.
type dataCenter struct {
	code     string
	accounts string
	mail     string
	// records is the end of what is published: zmverify.<records>.
	records string
}

const defaultDataCenter = "us"

// dataCenters is the one table of hosts. The accounts hosts are documented
// (zoho.com/accounts/protocol/oauth/multi-dc.html; cn in the CRM's
// multi-dc page; ae was seen in a public client only). Of the mail hosts the
// first is documented, the others were seen in working clients. Record ends
// were seen in public zones for us, eu, in, au, jp and ca; those of sa, uk, cn
// and ae follow their mail hosts.
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
	var codes []string
	for _, known := range dataCenters() {
		codes = append(codes, known.code)
	}
	reason := fmt.Sprintf("%q is no data center of Zoho; the data centers are %s", code, strings.Join(codes, ", "))
	if meant, ok := dataCenterOfHost(code); ok {
		reason += fmt.Sprintf(". For %s set data_center = %q", strings.TrimSpace(code), meant.code)
	}
	return dataCenter{}, fmt.Errorf("%s", reason)
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
		// zohoapis is the host of Zoho's other APIs, which token answers name.
		for _, brand := range []string{"zoho.", "zohocloud.", "zohoapis."} {
			domain := brand + known.ending()
			if host == domain || strings.HasSuffix(host, "."+domain) {
				return known, true
			}
		}
	}
	return dataCenter{}, false
}
