// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRecordIsGoneWhenEnoughServersAnswerAndNoneHasIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		quorum   Quorum
		verdicts []Verdict
		gone     bool
		servedBy int
	}{
		{QuorumMajority, []Verdict{Absent, Absent}, true, 0},
		{QuorumMajority, []Verdict{Different, Absent, Unreachable}, true, 0},
		{QuorumMajority, []Verdict{Absent, Unreachable}, false, 0},
		{QuorumMajority, []Verdict{Absent, Absent, Present}, false, 1},
		{QuorumMajority, []Verdict{Refused, Lame, Failed, Unchecked}, false, 0},
		{QuorumAll, []Verdict{Absent, Absent, Refused}, false, 0},
		{QuorumAll, []Verdict{Absent, Different}, true, 0},
		{QuorumAny, []Verdict{Absent, Unreachable, Unreachable}, true, 0},
		{QuorumAny, []Verdict{Absent, Present, Present}, false, 2},
		{QuorumAny, nil, false, 0},
	} {
		report := Report{Name: "acme.test.", Type: TXT, Expected: "t=1", Quorum: test.quorum}
		for n, verdict := range test.verdicts {
			report.Servers = append(report.Servers, ServerAnswer{Name: fmt.Sprintf("ns%d.", n), Owner: report.Name, Verdict: verdict})
		}
		if got := report.Gone(); got != test.gone || len(report.ServedBy()) != test.servedBy {
			t.Errorf("%s %v: gone %v, served by %v", test.quorum, test.verdicts, got, report.ServedBy())
		}
	}
	resolved := Report{Name: "acme.test.", Mode: Recursive, Servers: []ServerAnswer{{Name: "r", Owner: "acme.test.", Verdict: Absent}}}
	if diff := cmp.Diff([]bool{true, false}, []bool{resolved.Gone(), Report{Mode: Recursive}.Gone()}); diff != "" {
		t.Errorf("by a resolver, and by none (-want +got):\n%s", diff)
	}
}
