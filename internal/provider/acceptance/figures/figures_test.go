// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
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
		for _, size := range []int{100, 1000, 3000} {
			for _, s := range services() {
				if s.most > 0 && size > s.sizes(size)[0] && size > 100 {
					continue // measured as the least size
				}
				if err := measure(b.Context(), lines, s, s.sizes(size)[0]); err != nil {
					b.Error(err)
				}
			}
		}
	}
}

func measure(ctx context.Context, lines *json.Encoder, s subject, size int) error {
	calls, err := callsOfAPlan(ctx, s, size)
	if err != nil {
		return fmt.Errorf("%s, %d domains: %w", s.name, size, err)
	}
	goal := s.goal(size)
	return lines.Encode(figure{fmt.Sprintf("%s_plan_of_%d_domains_calls", s.name, size), calls, "calls", goal, calls <= goal, "calls " + s.name, size})
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
