// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

func TestSilenceThatKeepsAPresentRecordFromCountingIsNamedAsSuch(t *testing.T) {
	t.Parallel()
	report := Report{Name: "acme.test.", Type: TXT, Expected: "x", Servers: []ServerAnswer{
		{Name: "ns1.acme.test", Address: "192.0.2.1", Owner: "acme.test.", Verdict: Present},
		{Name: "ns2.acme.test", Address: "192.0.2.2", Owner: "acme.test.", Verdict: Unreachable, Err: &dnsquery.TimeoutError{Waited: 2 * time.Second}},
	}}
	if report.Published() {
		t.Fatal("half of the servers is more than half")
	}
	findings := report.serverProblem()
	if len(findings) != 1 || findings[0].Code != DeadServers || !strings.Contains(findings[0].Fix, `quorum "majority"`) {
		t.Errorf("got %+v", findings)
	}
	if lines := report.Lines(); !strings.HasSuffix(lines[1], "no answer within 2s") {
		t.Errorf("got %q", lines)
	}
}
