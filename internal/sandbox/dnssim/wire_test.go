// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"net"
	"runtime"
	"strconv"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func portOf(t *testing.T, addr string) int {
	t.Helper()
	_, port, err := net.SplitHostPort(addr)
	must(t, err)
	number, err := strconv.Atoi(port)
	must(t, err)
	return number
}

// waitForQuery returns when a message has reached the server; it is on its way already.
func waitForQuery(t *testing.T, w *dnssim.World, server string) {
	t.Helper()
	for t.Context().Err() == nil {
		for _, q := range w.Queries() {
			if q.Server == server {
				return
			}
		}
		runtime.Gosched()
	}
}
