// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// A wait for a file has nothing to do with the DNS.
func TestWaitThatTimedOutAdvisesNothingAboutTheDNSOfAFile(t *testing.T) {
	t.Parallel()
	said := waitStopped(service.DomainID{Service: "zoho", OrganizationID: "7", Domain: "acme.test"},
		&poll.StoppedError{LastReason: "there is no such file", Cause: context.DeadlineExceeded}, "Expected file: …")
	if detail := said.Detail(); strings.Contains(detail, "DNS") || !strings.Contains(detail, "timeouts") {
		t.Errorf("said: %s", detail)
	}
}
