// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// testdata/states has a folder for each version that made or changed a schema: a
// configuration, and the state that the version has written for it. Every later build
// has to read it, find nothing to change, and destroy what it holds.
//
// DOMAINVERIFY_TEST_RECORD_STATE=v1.2.0 writes the state of the current build into the
// folder of that version.
func TestStateOfAnEarlierVersionPlansEmptyAndIsDestroyed(t *testing.T) {
	t.Parallel()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	for _, folder := range statesOfVersions(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			// The first zone is the one of Webex' administrators.
			running := newSandboxOf(t, hurriedClock(), slices.Concat(zonesOfAllServices, []string{"github.test", "entra.test", "google.test"})...)
			if err := running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "present"); err != nil {
				t.Fatal(err)
			}
			w := newWorkspace(t, running, servicesOfStories...)
			w.write("main.tf", readFile(t, filepath.Join(folder, "main.tf")))
			w.apply()
			settle(running)
			if filepath.Base(folder) == os.Getenv("DOMAINVERIFY_TEST_RECORD_STATE") {
				record(t, w, filepath.Join(folder, "state.json"))
			}
			current := w.state()

			text := strings.ReplaceAll(readFile(t, filepath.Join(folder, "state.json")), "registry.terraform.io", cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io"))
			w.write("terraform.tfstate", text)
			w.write("terraform.tfstate", withObjectsOf(text, w.state(), current))
			w.hasEmptyPlan()
			equal(t, "requests that release", releases(running), 0)
			w.must("destroy", "-auto-approve")
			if err := (&world{Sandbox: running, t: t}).nothingLeft(); err != nil {
				t.Error(err)
			}
		})
	}
}

// What a state that somebody has edited lacks of an ID is no other object: nothing is released.
func TestStateThatLacksPartsOfAnIDPlansNothing(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "acme"}.String())
	w.apply()
	for _, lacking := range []string{"service", "organization_id", "domain", "method", "organization_domain_id"} {
		w.editState(t, func(attributes map[string]any) {
			if _, ok := attributes[lacking]; ok {
				attributes[lacking] = nil
			}
		})
	}
	w.hasEmptyPlan()
	w.must("apply", "-refresh-only", "-auto-approve")
	w.hasEmptyPlan("-refresh=false")
	equal(t, "domain", w.state()["domainverify_organization_domain.acme"]["domain"], any(domain))
	equal(t, "method", w.state()["domainverify_verification.acme"]["method"], any("dns_txt"))
}

// editState edits the attributes of each object of the provider.
func (w *workspace) editState(t *testing.T, edit func(attributes map[string]any)) {
	t.Helper()
	var state map[string]any
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(w.folder, "terraform.tfstate"))), &state); err != nil {
		t.Fatal(err)
	}
	for _, one := range state["resources"].([]any) {
		resource := one.(map[string]any)
		if !strings.HasPrefix(resource["type"].(string), "domainverify_") {
			continue
		}
		for _, instance := range resource["instances"].([]any) {
			edit(instance.(map[string]any)["attributes"].(map[string]any))
		}
	}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	w.write("terraform.tfstate", string(text))
}

// withObjectsOf puts what services make up anew in every world, IDs and tokens,
// into the text of a state file.
func withObjectsOf(text string, earlier, current map[string]map[string]any) string {
	var long, short []string
	for address, values := range earlier {
		for _, name := range []string{"remote_id", "token"} {
			was, isText := values[name].(string)
			is, _ := current[address][name].(string)
			if isText && was != is {
				short = append(short, was, is)
			}
		}
		for _, name := range []string{"record", "http_file"} {
			was, _ := values[name].(map[string]any)
			is, _ := current[address][name].(map[string]any)
			for part, value := range was {
				if text, isText := value.(string); isText && text != is[part] {
					long = append(long, text, is[part].(string))
				}
			}
		}
	}
	return strings.NewReplacer(append(long, short...)...).Replace(text)
}

func record(t *testing.T, w *workspace, file string) {
	t.Helper()
	state := readFile(t, filepath.Join(w.folder, "terraform.tfstate"))
	if err := os.WriteFile(file, []byte(state), 0o644); err != nil {
		t.Fatal(err)
	}
}

// statesOfVersions are folders, from the earliest version on.
func statesOfVersions(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob("testdata/states/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no states of earlier versions (%v)", err)
	}
	number := func(folder string) (parts [3]int) {
		_, _ = fmt.Sscanf(filepath.Base(folder), "v%d.%d.%d", &parts[0], &parts[1], &parts[2])
		return parts
	}
	slices.SortStableFunc(folders, func(a, b string) int {
		left, right := number(a), number(b)
		return slices.Compare(left[:], right[:])
	})
	return folders
}

func readFile(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
