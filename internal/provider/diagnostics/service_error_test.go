// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The error of a request that hangs wraps the same cause as the end of the operation.
func TestOnlyTheEndOfTheOperationIsItsTimeout(t *testing.T) {
	t.Parallel()
	for class, want := range map[service.Class]bool{service.Interrupted: true, service.Transient: false} {
		err := &service.Error{Class: class, Operation: "read the domain a.test", Reason: "the service cannot be reached", Cause: context.DeadlineExceeded}
		detail := ServiceError(CannotRead, service.DomainID{}, err).Detail()
		if got := strings.Contains(detail, "raise timeouts in the resource"); got != want {
			t.Errorf("%s: %s", class, detail)
		}
	}
	if detail := ServiceError(CannotRead, service.DomainID{}, context.DeadlineExceeded).Detail(); !strings.Contains(detail, "raise timeouts in the resource") {
		t.Errorf("a wait for another operation: %s", detail)
	}
}
