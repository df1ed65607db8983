// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// asCommand makes the test binary be the command, so that signals and exit codes are
// those of a real process.
const asCommand = "SANDBOX_TEST_RUNS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) == "1" {
		main()
	}
	leakcheck.Main(m)
}

type process struct {
	*exec.Cmd
	stdout *bufio.Reader
	stderr bytes.Buffer
}

func startCommand(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.CommandContext(t.Context(), os.Args[0], args...)}
	p.Env = append(os.Environ(), asCommand+"=1")
	p.Stderr = &p.stderr
	stdout, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.stdout = bufio.NewReader(stdout)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *process) line(t *testing.T) string {
	t.Helper()
	line, err := p.stdout.ReadString('\n')
	if err != nil {
		t.Fatalf("reading a line of the command: %v; it wrote %q and to stderr %q", err, line, p.stderr.String())
	}
	return line
}

// end signals the command and wants it to leave in peace, without another word.
func (p *process) end(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	rest, _ := p.stdout.ReadString(0)
	if err := p.Wait(); err != nil || rest != "" || p.stderr.Len() != 0 {
		t.Errorf("after %s: %v, more output %q, stderr %q, want exit 0 and silence", signal, err, rest, p.stderr.String())
	}
}

func TestCommandPrintsOneLineServesAndEndsOnSIGTERM(t *testing.T) {
	t.Parallel()
	p := startCommand(t, "-zones", "a.test, b.test", "-seed", "5")
	var info sandbox.Info
	if err := json.Unmarshal([]byte(p.line(t)), &info); err != nil {
		t.Fatal(err)
	}
	if info.DNS.Zone != "a.test" || len(info.DNS.Zones) != 2 || len(info.DNS.Authoritative) != 2 || !strings.HasSuffix(info.Webex.BaseURL, "/v1") {
		t.Errorf("the line says %+v, want zone a.test of two, two authoritative servers and a base URL ending in /v1", info)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, info.Control.BaseURL+"/state", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != 200 {
		t.Errorf("control API: %d (%v), want 200", resp.StatusCode, err)
	}
	p.end(t, syscall.SIGTERM)
}

func TestCommandPrintsExportsAndEndsOnSIGINT(t *testing.T) {
	t.Parallel()
	p := startCommand(t, "-env")
	for {
		line := p.line(t)
		if !strings.HasPrefix(line, "export ") {
			t.Errorf("line %q is no export", line)
		}
		if strings.HasPrefix(line, "export SANDBOX_CONTROL_URL=") {
			break
		}
	}
	p.end(t, os.Interrupt)
}
