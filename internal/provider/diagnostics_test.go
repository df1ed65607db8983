// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// A wait for a file has nothing to do with the DNS.
func TestWaitThatTimedOutAdvisesNothingAboutTheDNSOfAFile(t *testing.T) {
	t.Parallel()
	said := waitStopped(service.DomainID{Service: "zoho", OrganizationID: "7", Domain: "acme.test"},
		stopped("there is no such file", context.DeadlineExceeded, service.Publication{HTTPFile: &service.HTTPFile{URL: "http://acme.test/f", Content: "1"}}))
	if detail := said.Detail(); strings.Contains(detail, "DNS") || !strings.Contains(detail, "timeouts") {
		t.Errorf("said: %s", detail)
	}
}
