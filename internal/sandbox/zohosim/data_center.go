// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"fmt"
	"strings"
)

// dataCenter is what differs between Zoho's data centers beyond the two hosts, which
// are wherever the simulator is served.
type dataCenter struct {
	name      string
	suffix    string // of the records, behind "zmverify." (wire/zoho.md 3)
	apiDomain string // in answers of the token endpoint (wire/zoho.md 4)
}

// dataCenters has Canada under zohocloud.ca, as in public zones; sa, uk, cn and ae
// follow the names of their accounts hosts, since no zone was found (wire/zoho.md 3).
func dataCenters() []dataCenter {
	return []dataCenter{
		{"us", "zoho.com", "https://www.zohoapis.com"},
		{"eu", "zoho.eu", "https://www.zohoapis.eu"},
		{"in", "zoho.in", "https://www.zohoapis.in"},
		{"au", "zoho.com.au", "https://www.zohoapis.com.au"},
		{"jp", "zoho.jp", "https://www.zohoapis.jp"},
		{"ca", "zohocloud.ca", "https://www.zohoapis.ca"},
		{"sa", "zoho.sa", "https://www.zohoapis.sa"},
		{"uk", "zoho.uk", "https://www.zohoapis.uk"},
		{"cn", "zoho.com.cn", "https://www.zohoapis.com.cn"},
		{"ae", "zoho.ae", "https://www.zohoapis.ae"},
	}
}

func findDataCenter(name string) (dataCenter, error) {
	var known []string
	for _, dc := range dataCenters() {
		if dc.name == name {
			return dc, nil
		}
		known = append(known, dc.name)
	}
	return dataCenter{}, fmt.Errorf("unknown data center %q, there are: %s", name, strings.Join(known, ", "))
}
