// SPDX-License-Identifier: MPL-2.0

package figures_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"
)

// figure is one line of the output.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Goal  string  `json:"goal"`
	OK    bool    `json:"ok"`
}

// measurement takes figures that belong together.
type measurement func(ctx context.Context) ([]figure, error)

// BenchmarkFigures is one pass over all figures, which takes long enough not to
// be repeated.
func BenchmarkFigures(b *testing.B) {
	lines := json.NewEncoder(os.Stdout)
	lines.SetEscapeHTML(false)
	for b.Loop() {
		for _, take := range []measurement{recursiveQueries, packets, deadServer, lag, nearMisses, thousandDomains} {
			figures, err := take(b.Context())
			if err != nil {
				b.Error(err) // hides none of those that follow
			}
			for _, f := range figures {
				if err := lines.Encode(f); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

// A busy machine would fail the others for nothing.
func TestFiguresThatNoMachineChangesAreMet(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]measurement{"recursive queries": recursiveQueries, "packets": packets, "lag": lag} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			figures, err := take(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range figures {
				if !f.OK {
					t.Errorf("%s is %v %s, wanted %s", f.Name, f.Value, f.Unit, f.Goal)
				}
			}
		})
	}
}
