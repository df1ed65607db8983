// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// explainKept writes the exports into the working folder and says how to go on.
func (st *stage) explainKept(out *report) {
	exports := append(sandbox.Exports(st.variables),
		"export TF_CLI_CONFIG_FILE='"+filepath.Join(st.folder, "terraform.rc")+"'",
		"export CHECKPOINT_DISABLE=1")
	folder := st.folder
	if here, err := os.Getwd(); err == nil {
		if relative, err := filepath.Rel(here, folder); err == nil {
			folder = relative
		}
	}
	if err := os.WriteFile(filepath.Join(st.folder, "exports.sh"), []byte(strings.Join(exports, "\n")+"\n"), 0o600); err != nil {
		out.line(fmt.Sprintf("The exports could not be written: %v", err))
	}
	out.line("")
	out.line("The sandbox is still running, and its working folder is kept. To go on:")
	out.line("")
	out.line("    cd " + folder + " && . ./exports.sh")
	out.line("    " + st.terraform.path + " apply")
	out.line(fmt.Sprintf("    curl -s %s/          # what can be seen and disturbed", st.info.Control.BaseURL))
	out.line("")
	out.line("To stop it:")
	out.line("")
	out.line(fmt.Sprintf("    kill %d && rm -r %s", st.sandbox.cmd.Process.Pid, st.folder))
}
