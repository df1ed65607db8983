// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// sampledCrashes is the distance of the cells that `make test` plays.
const sampledCrashes = 13

// RunCrashes is Run for the crash matrix: at every call, the run ends in every way.
func RunCrashes(t *testing.T, subject Subject, getenv func(string) string) {
	t.Helper()
	m := observed(t, subject, getenv)
	m.run("crashes", m.cells(crashes(), []span{once}), sampledCrashes)
}

// crashes are all ways in which a run ends at a call: the service has not processed it
// yet, or has, and nobody sees the response. Only an interrupted run lives to see it.
func crashes() []kind {
	all := []kind{{name: "SIGINT, answered", fault: simhttp.Fault{Kind: answered}, cut: plugintest.Interrupted}}
	for _, cut := range []plugintest.Cut{plugintest.ProviderKilled, plugintest.TerraformKilled, plugintest.Interrupted, plugintest.InterruptedTwice} {
		all = append(
			all,
			kind{name: string(cut) + " before", fault: simhttp.Fault{Kind: "hang"}, cut: cut},
			kind{name: string(cut) + " after", fault: simhttp.Fault{Kind: "hang_after"}, cut: cut},
		)
	}
	return all
}

// needsVirtualTime reports whether the kind is made by the transport, or is waited for
// longer than a test can by the machine's clock.
func (k kind) needsVirtualTime() bool {
	switch strings.TrimSuffix(k.fault.Kind, "_after") {
	case refused, answered, "status:429", "drip":
		return true
	case "hang":
		return k.cut == ""
	}
	return false
}
