// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// TestMain finds the CLI, which plugin-testing would download otherwise.
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
	_ = os.RemoveAll(folderOfProviders())
	os.Exit(code)
}
