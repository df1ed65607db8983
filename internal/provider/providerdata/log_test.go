// SPDX-License-Identifier: MPL-2.0

package providerdata

import (
	"bytes"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestLineOfTheWorkflowIsLoggedAtItsLevelAndEscaped(t *testing.T) {
	t.Parallel()
	for level, want := range map[verification.Level]string{verification.Debug: "debug", verification.Info: "info", verification.Warn: "warn"} {
		var output bytes.Buffer
		Log(tflogtest.RootLogger(t.Context(), &output), level, "seen \x1b[2J", map[string]any{"cause": "\x1b[2J"})
		entries, err := tflogtest.MultilineJSONDecode(&output)
		if err != nil || len(entries) != 1 {
			t.Fatalf("%v, %v", entries, err)
		}
		if entry := entries[0]; entry["@level"] != want || entry["@message"] != `seen \u{001B}[2J` || entry["cause"] != `\u{001B}[2J` {
			t.Errorf("logged %v, want level %s", entry, want)
		}
	}
}
