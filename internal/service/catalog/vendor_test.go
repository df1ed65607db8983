// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// A vendor without a clock has each write read for itself, which no other test notices: the
// service is only asked more often.
func TestEveryAdapterGathersTheReadingsThatConfirmWrites(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	vendors := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") || !strings.Contains(string(text), "&adapter.Vendor{") {
			continue
		}
		if vendors++; !strings.Contains(string(text), "Sleep: config.Sleep") {
			t.Errorf("%s makes a vendor without Sleep", name)
		}
	}
	if vendors < len(catalog.Definitions()) {
		t.Errorf("only %d vendors were found", vendors)
	}
}
