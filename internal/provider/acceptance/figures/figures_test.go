// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// figure is one line of the output.
type figure struct {
	Name   string `json:"name"`
	Value  int    `json:"value"`
	Unit   string `json:"unit"`
	Goal   int    `json:"goal"`
	OK     bool   `json:"ok"`
	Series string `json:"series"`
	X      int    `json:"x"`
}

// BenchmarkCallsOfAPlan is one pass over all sizes.
func BenchmarkCallsOfAPlan(b *testing.B) {
	lines := json.NewEncoder(os.Stdout)
	for b.Loop() {
		for _, s := range services() {
			for _, size := range s.sizes(100, 1000, 3000) {
				calls, err := callsOfAPlan(b.Context(), s, size)
				if err != nil {
					b.Errorf("%s, %d domains: %v", s.name, size, err)
					continue
				}
				goal := s.goal(size)
				if err := lines.Encode(figure{
					fmt.Sprintf("%s_plan_of_%d_domains_calls", s.name, size), calls, "calls", goal, calls <= goal, "calls " + s.name, size,
				}); err != nil {
					b.Error(err)
				}
			}
		}
	}
}

// No machine changes the number of calls, so a small fleet holds it as well.
func TestPlanOfManyDomainsCallsTheServiceAFewTimes(t *testing.T) {
	t.Parallel()
	for _, s := range services() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, size := range s.sizes(20, 150) {
				calls, err := callsOfAPlan(t.Context(), s, size)
				if err != nil {
					t.Fatal(err)
				}
				if calls == 0 || calls > s.goal(size) {
					t.Errorf("%d calls for a plan of %d domains, want 1 to %d", calls, size, s.goal(size))
				}
			}
		})
	}
}
