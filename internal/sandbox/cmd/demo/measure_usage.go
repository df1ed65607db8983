// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// usage is what one command took: of the machine, by Terraform with its providers and by the
// measured provider alone, and of the services.
type usage struct {
	Wall, CPU, ProviderCPU, PeakMiB float64
	Requests                        int
}

// meter puts bin/metered before the measured provider, whose program is in the folder.
func (st *stage) meter(s settings, providers string) error {
	bin, err := filepath.Abs(s.bin)
	if err != nil {
		return err
	}
	if providers, err = filepath.Abs(providers); err != nil {
		return err
	}
	overrides := filepath.Join(st.folder, "providers")
	if err := os.MkdirAll(overrides, 0o700); err != nil {
		return err
	}
	for name, program := range map[string]string{"domainverify": "metered", "null": "metered", "sandbox": "terraform-provider-sandbox"} {
		err := os.Symlink(filepath.Join(bin, program), filepath.Join(overrides, "terraform-provider-"+name))
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	if _, err := st.writeCLIConfiguration(overrides, "hashicorp/null"); err != nil {
		return err
	}
	st.terraform.environment = append(st.terraform.environment, "METERED_PROVIDERS="+providers, "METERED_TO="+st.metered())
	return nil
}

// logAsOthers has a provider that stands in for one of others write all that the SDK logs, as theirs do.
func (st *stage) logAsOthers() {
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_DOMAINVERIFY"} {
		st.terraform.environment = append(st.terraform.environment, name+"=TRACE")
	}
}

func (st *stage) metered() string { return filepath.Join(st.folder, "metered.jsonl") }

// use runs a command that has to succeed. Plans have to be empty.
func (st *stage) use(ctx context.Context, args ...string) (used usage, err error) {
	if err := os.Remove(st.metered()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return used, err
	}
	before, err := st.control.requests(ctx)
	if err != nil {
		return used, err
	}
	// What one command leaves to be collected is not to be the next one's.
	runtime.GC()
	cmd := st.terraform.command(ctx, append(args, "-no-color", "-input=false")...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return used, fmt.Errorf("run terraform %s: %w: %s", strings.Join(args, " "), err, last(said.Bytes(), 4000))
	}
	used.Wall = time.Since(began).Seconds()
	used.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	if used.Requests, err = st.control.requests(ctx); err != nil {
		return used, err
	}
	used.Requests -= before
	return used, st.addMetered(&used)
}

// addMetered adds up the processes that Terraform has started one after the other.
func (st *stage) addMetered(used *usage) error {
	text, err := os.ReadFile(st.metered())
	if err != nil {
		return fmt.Errorf("read what the provider has used: %w", err)
	}
	for line := range bytes.Lines(text) {
		var process struct {
			CPU  float64 `json:"cpu_seconds"`
			Peak float64 `json:"peak_mib"`
		}
		if err := json.Unmarshal(line, &process); err != nil {
			return fmt.Errorf("read what the provider has used: %w", err)
		}
		used.ProviderCPU += process.CPU
		used.PeakMiB = max(used.PeakMiB, process.Peak)
	}
	return nil
}

func last(text []byte, n int) []byte { return text[max(0, len(text)-n):] }
