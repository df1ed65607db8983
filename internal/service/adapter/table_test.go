// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

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
