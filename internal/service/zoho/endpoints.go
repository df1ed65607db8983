// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// endpoints is where this adapter talks to, for the person who has to find out
// that the credentials live elsewhere.
type endpoints struct {
	center               dataCenter
	mailHost             string
	accountsHost         string
	hasRefreshToken      bool
	apiDomainOfLastToken func() string
}

// dataCenterHint tells how to find the data center that credentials belong
// to. Zoho says so itself in the answer to a token request, if there was one.
func (p endpoints) dataCenterHint() string {
	told := ""
	if p.apiDomainOfLastToken != nil {
		told = p.apiDomainOfLastToken()
	}
	named, ok := dataCenterOfHost(told)
	told = displaytext.Escape(told)
	switch {
	case ok && named.code == p.center.code:
		return fmt.Sprintf("The data center is right: Zoho's accounts server itself names %s, as data_center = %q says.", told, p.center.code)
	case ok:
		return fmt.Sprintf("Zoho's accounts server says that this account lives in another data center (%s): set data_center = %q (ZOHO_DATA_CENTER). It is %q now.",
			told, named.code, p.center.code)
	}
	var others []string
	for _, known := range dataCenters() {
		if known.code != p.center.code {
			others = append(others, known.code)
		}
	}
	return fmt.Sprintf("Credentials work in the one data center of their account only. Configured is data_center = %q (%s); the others are %s. "+
		"To see which one is right, sign in to Zoho Mail and look at the host in the browser: mail.zoho.eu, for example, means data_center = \"eu\".",
		p.center.code, p.mailHost, strings.Join(others, ", "))
}
