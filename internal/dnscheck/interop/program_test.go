// SPDX-License-Identifier: MPL-2.0

//go:build interop && linux

package interop_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait for a real server.
const patience = 20 * time.Second

// program is a server in a process group of its own, which the test ends.
type program struct {
	command *exec.Cmd
	output  *journal
	stopped atomic.Bool // by the test
}

// journal is what a server says, shown when a test fails.
type journal struct {
	lock sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.lock.Lock()
	defer j.lock.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.lock.Lock()
	defer j.lock.Unlock()
	return j.text.String()
}

func start(t *testing.T, name string, arguments ...string) *program {
	t.Helper()
	p := &program{command: exec.Command(unconfined(t, name), arguments...), output: &journal{}}
	p.command.Stdout, p.command.Stderr = p.output, p.output
	// An interrupted test runs no cleanup: the kernel then ends what it started.
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := p.command.Start(); err != nil {
		t.Fatalf("starting %s: %v", name, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := p.command.Wait(); !p.stopped.Load() {
			// Another server may answer in its place.
			t.Errorf("%s ended by itself: %v", name, err)
		}
	}()
	t.Cleanup(func() {
		p.stopped.Store(true)
		_ = syscall.Kill(-p.command.Process.Pid, syscall.SIGKILL) // its children as well
		<-ended
		if t.Failed() {
			t.Logf("%s %s said:\n%s", name, strings.Join(arguments, " "), p.output)
		}
	})
	return p
}

// unconfined returns a copy of a program. Where AppArmor is on, the packages of BIND and
// Unbound allow their servers the folders of the system alone, neither configuration nor
// zones of a test. These profiles go by the path of the program, so none is that of a copy.
func unconfined(t *testing.T, name string) string {
	t.Helper()
	installed, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%v; scripts/interop says what to install", err)
	}
	program := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(program, []byte(read(t, installed)), 0o700); err != nil {
		t.Fatal(err)
	}
	return program
}

func (p *program) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(-p.command.Process.Pid, s); err != nil {
		t.Errorf("signal %v to %s: %v", s, p.command.Path, err)
	}
}

// run waits for a tool to end and gives its output.
func run(t *testing.T, folder, name string, arguments ...string) string {
	t.Helper()
	command := exec.Command(name, arguments...)
	command.Dir = folder
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(arguments, " "), err, output)
	}
	return strings.TrimSpace(string(output))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
