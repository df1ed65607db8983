// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// stage is what the story plays on: a working folder with a copy of the example,
// and a running sandbox.
type stage struct {
	folder    string
	info      sandbox.Info // but for the services
	variables [][2]string  // of the environment
	sandbox   *process
	terraform terraform
	control   control
}

// setStage takes the configuration from a folder. No zones means the sandbox's own.
func setStage(ctx context.Context, s settings, environment []string, configuration fs.FS, zones []string) (made *stage, err error) {
	if err := os.MkdirAll(s.work, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder %s: %w", s.work, err)
	}
	st := &stage{}
	if st.folder, err = os.MkdirTemp(s.work, "run-"); err != nil {
		return nil, fmt.Errorf("make a working folder in %s: %w", s.work, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, st.clear())
		}
	}()
	if st.folder, err = filepath.Abs(st.folder); err != nil {
		return nil, err
	}
	if err := os.CopyFS(st.folder, configuration); err != nil {
		return nil, fmt.Errorf("copy the configuration to %s: %w", st.folder, err)
	}
	cliConfiguration, err := st.writeCLIConfiguration(s.bin)
	if err != nil {
		return nil, err
	}
	if st.sandbox, st.info, err = startSandbox(ctx, filepath.Join(s.bin, "sandbox"), filepath.Join(st.folder, "sandbox.log"), zones); err != nil {
		return nil, err
	}
	st.control = control{base: st.info.Control.BaseURL}
	if st.variables, err = st.control.environment(ctx); err != nil {
		return nil, err
	}
	st.terraform = terraform{path: s.terraform, folder: st.folder, environment: clean(environment, st.variables, cliConfiguration)}
	return st, nil
}

// writeCLIConfiguration makes Terraform use the built providers. Without others
// in the configuration, no init is needed and nothing is downloaded.
func (st *stage) writeCLIConfiguration(bin string, others ...string) (path string, err error) {
	if bin, err = filepath.Abs(bin); err != nil {
		return "", err
	}
	overrides := ""
	for _, provider := range append([]string{"domainverify/domainverify", "domainverify/sandbox"}, others...) {
		overrides += fmt.Sprintf("    %q = %q\n", provider, filepath.ToSlash(bin))
	}
	text := "provider_installation {\n  dev_overrides {\n" + overrides + "  }\n  direct {}\n}\n"
	path = filepath.Join(st.folder, "terraform.rc")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return "", fmt.Errorf("write the CLI configuration: %w", err)
	}
	return path, nil
}

// clean takes the user's own settings for Terraform and for the providers out of
// the environment and puts those of the sandbox in.
func clean(environment []string, variables [][2]string, configuration string) []string {
	var kept []string
	for _, variable := range environment {
		name, _, _ := strings.Cut(variable, "=")
		foreign := strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "TF_LOG")
		for _, own := range variables {
			prefix, _, _ := strings.Cut(own[0], "_")
			foreign = foreign || strings.HasPrefix(name, prefix+"_")
		}
		if !foreign {
			kept = append(kept, variable)
		}
	}
	for _, variable := range variables {
		kept = append(kept, variable[0]+"="+variable[1])
	}
	return append(kept, "TF_CLI_CONFIG_FILE="+configuration, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
}

// clear stops the sandbox and removes the working folder.
func (st *stage) clear() error {
	var err error
	if st.sandbox != nil {
		err = st.sandbox.stop()
	}
	return errors.Join(err, os.RemoveAll(st.folder))
}
