// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// TestMain finds the CLI, because plugin-testing would download one otherwise.
func TestMain(m *testing.M) {
	if os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		found, err := exec.LookPath("terraform")
		if err != nil {
			fmt.Fprintln(os.Stderr, "There is no terraform on PATH. Run make test, which finds or builds a CLI, or set TF_ACC_TERRAFORM_PATH.")
			os.Exit(1)
		}
		if err := os.Setenv("TF_ACC_TERRAFORM_PATH", found); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	code := m.Run()
	if folder, _ := builtProviders(); folder != "" {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}
