// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// terraform runs the CLI in one folder and environment.
type terraform struct {
	path, folder string
	environment  []string
}

// Each takes further options and returns what happened, in order. An error carries the full output.
func (t terraform) plan(ctx context.Context, options ...string) (events, error) {
	return t.events(ctx, append([]string{"plan", "-json", "-input=false"}, options...)...)
}

func (t terraform) apply(ctx context.Context, options ...string) (events, error) {
	return t.events(ctx, append([]string{"apply", "-json", "-input=false", "-auto-approve"}, options...)...)
}

func (t terraform) destroy(ctx context.Context, options ...string) (events, error) {
	return t.events(ctx, append([]string{"destroy", "-json", "-input=false", "-auto-approve"}, options...)...)
}

func (t terraform) events(ctx context.Context, args ...string) (events, error) {
	output, err := t.run(ctx, args...)
	happened := parseEvents(output)
	if err != nil {
		return nil, fmt.Errorf("run terraform %s: %w. Its output:\n%s", strings.Join(args, " "), err, indent(happened.transcript()))
	}
	return happened, nil
}

// version is one line, such as "Terraform v1.11.4".
func (t terraform) version(ctx context.Context) (string, error) {
	output, err := t.run(ctx, "version")
	if err != nil {
		return "", fmt.Errorf("run %s version: %w: %s", t.path, err, output)
	}
	line, _, _ := strings.Cut(string(output), "\n")
	return line, nil
}

// tokens returns those in Terraform's state.
func (t terraform) tokens(ctx context.Context) ([]string, error) {
	output, err := t.run(ctx, "show", "-json")
	if err != nil {
		return nil, fmt.Errorf("run terraform show -json: %w: %s", err, output)
	}
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Type   string
					Values struct{ Token string }
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal(output, &state); err != nil {
		return nil, fmt.Errorf("read the state that terraform show prints: %w", err)
	}
	var tokens []string
	for _, resource := range state.Values.RootModule.Resources {
		if resource.Type == "domainverify_verification_token" && resource.Values.Token != "" {
			tokens = append(tokens, resource.Values.Token)
		}
	}
	if len(tokens) == 0 {
		return nil, fmt.Errorf("read the tokens of the state: there are none: %s", output)
	}
	return tokens, nil
}

func (t terraform) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := t.command(ctx, args...)
	var both bytes.Buffer
	cmd.Stdout, cmd.Stderr = &both, &both
	err := cmd.Run()
	return both.Bytes(), err
}

func (t terraform) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, t.path, args...)
	cmd.Dir, cmd.Env = t.folder, t.environment
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = stopWithin
	detached(cmd)
	return cmd
}
