// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestStatusMeansTheSameAtEveryService(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]service.Class{
		302: service.Rejected, 400: service.Rejected, 408: service.Transient, 422: service.Rejected,
		429: service.Throttled, 500: service.Transient, 503: service.Transient,
	} {
		got := acme().StatusMeaning(status)
		if got.Class != want || !strings.Contains(got.Reason, "Acme") || got.Advice == "" {
			t.Errorf("%d: %+v, want the class %q", status, got, want)
		}
	}
}
