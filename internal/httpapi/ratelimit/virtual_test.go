// SPDX-License-Identifier: MPL-2.0

package ratelimit_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// virtually tells a story in virtual time.
func virtually(t *testing.T, story func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, story)
}

// pass lets virtual time pass.
func pass(t *testing.T, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	<-ctx.Done()
}
