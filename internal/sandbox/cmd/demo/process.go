// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// stopWithin is how long a process may take to end after it was asked to.
const stopWithin = 10 * time.Second

// process is the sandbox. It outlives the demo when it is kept, so it is not bound
// to a context.
type process struct {
	cmd *exec.Cmd
	log string
}

// startSandbox waits for the line with the endpoints, or for ctx.
func startSandbox(ctx context.Context, program, log string, zones []string) (*process, sandbox.Info, error) {
	program, err := filepath.Abs(program)
	if err != nil {
		return nil, sandbox.Info{}, err
	}
	logFile, err := os.Create(log)
	if err != nil {
		return nil, sandbox.Info{}, fmt.Errorf("create the log of the sandbox: %w", err)
	}
	defer logFile.Close()
	var args []string
	if len(zones) > 0 {
		args = []string{"-zones", strings.Join(zones, ",")}
	}
	p := &process{cmd: exec.Command(program, args...), log: log} //nolint:noctx // see process
	p.cmd.Stderr = logFile
	detached(p.cmd)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, sandbox.Info{}, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, sandbox.Info{}, fmt.Errorf("start the sandbox: %w", err)
	}
	info, err := p.announced(ctx, stdout)
	if err != nil {
		logged, _ := os.ReadFile(log)
		return nil, sandbox.Info{}, errors.Join(fmt.Errorf("wait for the endpoints of the sandbox: %w; its log: %q", err, logged), p.stop())
	}
	return p, info, nil
}

func (p *process) announced(ctx context.Context, stdout io.Reader) (info sandbox.Info, err error) {
	line := make(chan []byte, 1)
	go func() {
		text, _ := bufio.NewReader(stdout).ReadBytes('\n')
		line <- text
	}()
	select {
	case <-ctx.Done():
		return info, ctx.Err()
	case text := <-line:
		return info, json.Unmarshal(text, &info)
	}
}

// stop asks the process to end, and ends it if it does not.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop the sandbox (process %d): %w", p.cmd.Process.Pid, err)
	}
	deadline := time.AfterFunc(stopWithin, func() { _ = p.cmd.Process.Kill() })
	defer deadline.Stop()
	if err := p.cmd.Wait(); err != nil {
		logged, _ := os.ReadFile(p.log)
		return fmt.Errorf("the sandbox ended with an error: %w; its log: %q", err, logged)
	}
	return nil
}
