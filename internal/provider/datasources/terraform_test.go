// SPDX-License-Identifier: MPL-2.0

package datasources_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

// TestMain names the Terraform on PATH to the test framework, which would otherwise download one.
func TestMain(m *testing.M) {
	const variable = "TF_ACC_TERRAFORM_PATH"
	if os.Getenv(variable) == "" {
		path, err := exec.LookPath("terraform")
		if err != nil {
			fmt.Fprintf(os.Stderr, "These tests need Terraform: put terraform on PATH or its path into %s (%v).\n", variable, err)
			os.Exit(1)
		}
		if err := os.Setenv(variable, path); err != nil {
			fmt.Fprintf(os.Stderr, "set %s: %v\n", variable, err)
			os.Exit(1)
		}
	}
	leakcheck.Main(m)
}
