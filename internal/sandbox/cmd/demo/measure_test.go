// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"
)

func TestMissedGoalIsPrinted(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	if err := printFigures([]figure{newFigure("plan", 2, "s", 5), newFigure("plan_requests", 40, "requests", 5), {Name: "cpu", Value: 1, Unit: "s", OK: true}}, &text); err != nil {
		t.Fatal(err)
	}
	want := `{"name":"plan","value":2,"unit":"s","goal":5,"ok":true}` + "\n" +
		`{"name":"plan_requests","value":40,"unit":"requests","goal":5,"ok":false}` + "\n" +
		`{"name":"cpu","value":1,"unit":"s","ok":true}` + "\n"
	if text.String() != want {
		t.Errorf("printed %s, want %s", text.String(), want)
	}
}

// A part that fails, as each does without a sandbox, is a line like the others.
func TestFigureThatCannotBeTakenHidesNoOther(t *testing.T) {
	t.Parallel()
	var text, missed strings.Builder
	s := settings{bin: t.TempDir(), work: t.TempDir(), terraform: "no-such-command"}
	err := measure(t.Context(), s, nil, 10, &text, &missed)
	if err == nil {
		t.Fatal("a figure that cannot be taken is no error")
	}
	for _, part := range []string{"machine", "services", "lookups", "slots", "fleets"} {
		if !strings.Contains(text.String(), `{"name":"`+part+`","value":0,"unit":"","ok":false,"error":`) || !strings.Contains(err.Error(), "measure "+part+": ") {
			t.Errorf("nothing is said of %s: %v\n%s", part, err, text.String())
		}
	}
}

func TestStateOfManyDomainsHasTheModulesOrInstancesOfEach(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ model, want string }{
		"modules": {
			`{"resources":[{"module":"module.domain[\"d00000.test\"]","instances":[{"attributes":{"domain":"d00000.test"}}]}],"version":4}`,
			`{"resources":[{"instances":[{"attributes":{"domain":"d00000.test"}}],"module":"module.domain[\"d00000.test\"]"},` +
				`{"instances":[{"attributes":{"domain":"d00001.test"}}],"module":"module.domain[\"d00001.test\"]"}],"version":4}`,
		},
		"instances": {
			`{"resources":[{"name":"this","instances":[{"index_key":"d00000.test"}]}],"version":4}`,
			`{"resources":[{"instances":[{"index_key":"d00000.test"},{"index_key":"d00001.test"}],"name":"this"}],"version":4}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := multiply([]byte(c.model), fleetDomains(2))
			if err != nil || string(got) != c.want {
				t.Errorf("%s, %v, want %s", got, err, c.want)
			}
		})
	}
}
