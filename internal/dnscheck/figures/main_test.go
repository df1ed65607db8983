// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// The figures that do not depend on the machine are held here; the others are
// only printed, since a busy machine would fail them for nothing.
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

func TestFigureIsOneLineOfJSON(t *testing.T) {
	t.Parallel()
	want := figure{"time", 1.5, "s", "< 2", true}
	var out bytes.Buffer
	err := report(t.Context(), &out, []measurement{func(context.Context) ([]figure, error) { return []figure{want}, nil }})
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != `{"name":"time","value":1.5,"unit":"s","goal":"< 2","ok":true}`+"\n" {
		t.Errorf("printed %q", out.String())
	}
	var got figure
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got != want {
		t.Errorf("read back %+v, %v", got, err)
	}
}

func TestFigureThatCannotBeTakenIsAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("no port is free")
	err := report(t.Context(), &strings.Builder{}, []measurement{func(context.Context) ([]figure, error) { return nil, broken }})
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
