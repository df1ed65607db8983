// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// asTerraform makes the test binary be a Terraform that prints the file named by the
// variable and does nothing.
const asTerraform = "DEMO_TEST_TERRAFORM_PRINTS"

func TestMain(m *testing.M) {
	if path := os.Getenv(asTerraform); path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			os.Exit(2)
		}
		if _, err := os.Stdout.Write(text); err != nil {
			os.Exit(2)
		}
		if filepath.Ext(path) == ".failed" {
			os.Exit(1)
		}
		os.Exit(0)
	}
	leakcheck.Main(m)
}

// tellerOf makes a story on a real sandbox whose Terraform only prints output.
func tellerOf(t *testing.T, output, extension string) *story {
	t.Helper()
	world, err := sandbox.Start(sandbox.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := world.Close(); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(t.TempDir(), "output"+extension)
	if err := os.WriteFile(path, []byte(output), 0o600); err != nil {
		t.Fatal(err)
	}
	story, err := newStory(t.Context(), &stage{
		info:      world.Info(),
		control:   control{base: world.Info().Control.BaseURL},
		terraform: terraform{path: os.Args[0], folder: t.TempDir(), environment: []string{asTerraform + "=" + path}},
	}, newReport(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	return story
}
