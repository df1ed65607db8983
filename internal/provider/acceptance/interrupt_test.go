// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInterruptEndsARunAtOnceAndLosesNothing runs the built provider under the
// real CLI, because what has to work is the whole way from the signal to the
// wait. How long the wait itself takes to end shows in internal/verification.
func TestInterruptEndsARunAtOnceAndLosesNothing(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	w.build(folder)
	w.write(folder, chain{without: []string{"sandbox_dns_record_set"}}.String())

	var output strings.Builder
	command := w.cli(folder, "apply", "-auto-approve", "-no-color")
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	w.untilTheWaitHasBegun(t.Context())
	interrupted := time.Now()
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	err := command.Wait()
	elapsed := time.Since(interrupted)

	if err == nil || !strings.Contains(output.String(), "Wait Interrupted") || !strings.Contains(output.String(), "no TXT record at acme.test") {
		t.Errorf("apply ended with %v and said:\n%s", err, output.String())
	}
	// Terraform itself needs a moment to save the state and leave.
	if elapsed > 3*time.Second {
		t.Errorf("the interrupt took %s", elapsed)
	}
	w.assertUntaintedInState(folder, organizationDomain, verificationToken)

	destroy := w.cli(folder, "destroy", "-auto-approve", "-no-color")
	if said, err := destroy.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if err := w.nothingLeft(); err != nil {
		t.Error(err)
	}
}

func (w *world) build(folder string) {
	w.t.Helper()
	build := exec.Command("go", "build", "-o", filepath.Join(folder, "terraform-provider-domainverify"), "github.com/domainverify/terraform-provider-domainverify")
	if said, err := build.CombinedOutput(); err != nil {
		w.t.Fatalf("%v: %s", err, said)
	}
}

func (w *world) write(folder, config string) {
	w.t.Helper()
	cliConfig := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"domainverify/domainverify\" = %[1]q\n  }\n  direct {}\n}\n", folder)
	required := "terraform {\n  required_providers {\n    domainverify = { source = \"domainverify/domainverify\" }\n  }\n}\n"
	for name, text := range map[string]string{"cli.tfrc": cliConfig, "main.tf": required + config} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) cli(folder string, arguments ...string) *exec.Cmd {
	command := exec.Command(os.Getenv("TF_ACC_TERRAFORM_PATH"), arguments...)
	command.Dir = folder
	command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + folder,
		"TF_CLI_CONFIG_FILE=" + filepath.Join(folder, "cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
	}
	for name, value := range w.environment {
		command.Env = append(command.Env, name+"="+value)
	}
	return command
}

// untilTheWaitHasBegun returns when a name server has been asked for the
// record twice: the provider is then between two looks, or in one.
func (w *world) untilTheWaitHasBegun(ctx context.Context) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	looked := time.NewTicker(20 * time.Millisecond)
	defer looked.Stop()
	for {
		asked := 0
		for _, query := range w.DNS.Queries() {
			if query.Server == "authoritative-1" && query.Type == "TXT" {
				asked++
			}
		}
		if asked >= 2 {
			return
		}
		select {
		case <-ctx.Done():
			w.t.Fatal("the provider never asked for the record")
		case <-looked.C:
		}
	}
}

func (w *world) assertUntaintedInState(folder string, addresses ...string) {
	w.t.Helper()
	said, err := w.cli(folder, "show", "-json").Output()
	if err != nil {
		w.t.Fatal(err)
	}
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Address string
					Tainted bool
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal(said, &state); err != nil {
		w.t.Fatal(err)
	}
	found := map[string]bool{}
	for _, resource := range state.Values.RootModule.Resources {
		found[resource.Address] = !resource.Tainted
	}
	want := map[string]bool{}
	for _, address := range addresses {
		want[address] = true
	}
	equal(w.t, "untainted in state", found, want)
}
