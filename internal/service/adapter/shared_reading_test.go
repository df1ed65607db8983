// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"context"
	"errors"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func TestErrorOfASharedReadingIsACopyForEveryCaller(t *testing.T) {
	t.Parallel()
	shared := &service.Error{Class: service.Denied, Reason: "no"}
	organization := adapter.NewOrganization(acme(), "one", func(context.Context) (service.Snapshot, error) { return service.Snapshot{}, shared })
	_, snapshotErr := organization.Snapshot(t.Context(), "read")
	_, refreshErr := organization.Refresh(t.Context(), "read")
	for _, err := range []error{snapshotErr, refreshErr} {
		typed, ok := errors.AsType[*service.Error](err)
		if !ok || typed == shared || typed.Class != service.Denied || typed.Reason != "no" {
			t.Errorf("got %v, want a copy of %v", err, shared)
		}
	}
}
