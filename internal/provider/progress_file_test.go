// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What is set counts, even while it is not known; the environment counts where nothing is set.
func TestProgressFileIsTheOneThatIsSetElseThatOfTheEnvironment(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set  any
		want string
	}{
		"set": {"set", "set"}, "unknown": {tftypes.UnknownValue, ""}, "not set": {nil, "environment"},
	} {
		folder := t.TempDir()
		set := test.set
		if text, ok := set.(string); ok {
			set = filepath.Join(folder, text)
		}
		environment := map[string]string{"DOMAINVERIFY_PROGRESS_FILE": filepath.Join(folder, "environment")}
		_, configured := configuredWith(t, environment, nil, map[string]tftypes.Value{"progress_file": tftypes.NewValue(tftypes.String, set)})
		if configured.Diagnostics.HasError() {
			t.Fatalf("%s: %v", name, configured.Diagnostics)
		}
		entries, err := os.ReadDir(folder)
		if err != nil || len(entries) > 1 || (len(entries) == 1) != (test.want != "") || test.want != "" && entries[0].Name() != test.want {
			t.Errorf("%s: %v, %v, want %q", name, entries, err, test.want)
		}
	}
}
