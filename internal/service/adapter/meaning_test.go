// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
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

func TestTableIsUsedByManyDomainsAtOnce(t *testing.T) {
	t.Parallel()
	var table adapter.Table[int, int]
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			table.Set(n, n)
			table.Any(func(int) bool { return false })
			if n%2 == 1 {
				table.Delete(n)
			}
		})
	}
	all.Wait()
	for n := range 50 {
		if got, ok := table.Get(n); ok != (n%2 == 0) || ok && got != n {
			t.Errorf("%d is %d, %t", n, got, ok)
		}
	}
	if !table.Any(func(n int) bool { return n == 48 }) || table.Any(func(n int) bool { return n == 49 }) {
		t.Error("the values are not those of the keys that are left")
	}
}
