// SPDX-License-Identifier: MPL-2.0

package simhttp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

var colour = simhttp.Switch{
	Name: "colour", Default: "red", Allowed: []string{"red", "blue"}, Doc: "What colour it is.", Section: "1.2",
}

func TestSwitchStandsAtItsDefaultUntilSetAndAfterReset(t *testing.T) {
	t.Parallel()
	s := simhttp.NewSwitches(colour)
	var seen []string
	seen = append(seen, s.Value("colour"))
	if err := s.Set("colour", "blue"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]simhttp.Setting{{Switch: colour, Value: "blue"}}, s.List()); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	seen = append(seen, s.Value("colour"))
	s.Reset()
	seen = append(seen, s.Value("colour"))
	if diff := cmp.Diff([]string{"red", "blue", "red"}, seen); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestSetRefusesUnknownNamesAndValuesAndListsTheAllowed(t *testing.T) {
	t.Parallel()
	s := simhttp.NewSwitches(colour)
	for _, c := range [][3]string{
		{"colour", "green", `setting switch "colour": value "green" is not one of: red, blue`},
		{"color", "red", `unknown switch "color", there are: colour`},
	} {
		if err := s.Set(c[0], c[1]); err == nil || err.Error() != c[2] {
			t.Errorf("Set(%q, %q) = %v, want %s", c[0], c[1], err, c[2])
		}
	}
}

func TestMistakesInASimulatorPanic(t *testing.T) {
	t.Parallel()
	for name, mistake := range map[string]func(){
		"default not allowed": func() { simhttp.NewSwitches(simhttp.Switch{Name: "a", Default: "x"}) },
		"defined twice":       func() { simhttp.NewSwitches(colour, colour) },
		"reads an unknown":    func() { simhttp.NewSwitches(colour).Value("shape") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			mistake()
		}()
	}
}
