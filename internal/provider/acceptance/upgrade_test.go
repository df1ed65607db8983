// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testdata/*.tfstate.json are state files of atAllServices as earlier builds have
// written them, each named for what came after it. Every later build has to read
// them, find nothing to change, and destroy what they hold.
func TestStateOfAnEarlierBuildPlansEmptyAndIsDestroyed(t *testing.T) {
	t.Parallel()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	earlier, err := filepath.Glob("testdata/*.tfstate.json")
	if err != nil || len(earlier) == 0 {
		t.Fatalf("no state files of earlier builds (%v)", err)
	}
	for _, file := range earlier {
		t.Run(filepath.Base(file), func(t *testing.T) {
			running := sandboxOfAllServices(t, hurriedClock())
			w := newWorkspace(t, running, servicesOfStories...)
			w.config(atAllServices)
			w.apply()
			settle(running)
			current := w.state()

			w.write("terraform.tfstate", readFile(t, file))
			w.write("terraform.tfstate", withObjectsOf(readFile(t, file), w.state(), current))
			w.hasEmptyPlan()
			assertConverged(t, w, running)
			w.must("destroy", "-auto-approve")
			if err := (&world{Sandbox: running, t: t}).nothingLeft(); err != nil {
				t.Error(err)
			}
		})
	}
}

// withObjectsOf puts what services make up anew in every world, IDs and tokens,
// into the text of a state file.
func withObjectsOf(text string, earlier, current map[string]map[string]any) string {
	var replacements []string
	for address, values := range earlier {
		for _, name := range []string{"remote_id", "token"} {
			was, isText := values[name].(string)
			is, _ := current[address][name].(string)
			if isText && was != is {
				replacements = append(replacements, was, is)
			}
		}
		if was, isObject := values["record"].(map[string]any); isObject {
			is, _ := current[address]["record"].(map[string]any)
			replacements = append([]string{was["value"].(string), is["value"].(string)}, replacements...)
		}
	}
	return strings.NewReplacer(replacements...).Replace(text)
}

func readFile(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
