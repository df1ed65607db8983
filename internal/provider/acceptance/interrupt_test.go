// SPDX-License-Identifier: MPL-2.0

//go:build unix

package acceptance_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// TestInterruptEndsARunAtOnceAndLosesNothing runs the built provider under the
// real CLI, because what has to work is the whole way from the signal to the
// wait. How long the wait itself takes to end shows in internal/verification.
func TestInterruptEndsARunAtOnceAndLosesNothing(t *testing.T) {
	running := newSandbox(t)
	if err := running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "enforcement_only"); err != nil {
		t.Fatal(err)
	}
	w := newWorkspaceOfProcesses(t, running, "webex")
	w.config(chain{without: []string{"sandbox_dns_record_set"}}.String())

	// The log tells of the first look, and who asks after that has its findings. How
	// often a look asks is a matter of the machine's speed.
	log := filepath.Join(w.folder, "wait.log")
	w.ofCLI = append(w.ofCLI, "TF_LOG_PROVIDER=INFO", "TF_LOG_PATH="+log)
	r := w.start(running, "apply", "-auto-approve")
	defer r.killAll()
	r.until("the wait for the record", func() bool {
		logged, err := os.ReadFile(log)
		return err == nil && bytes.Contains(logged, []byte("waiting for the domain"))
	})
	first := queries(running)
	r.until("a second look", func() bool { return queries(running) > first })
	interrupted := queries(running)
	if err := r.command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := r.command.Wait(); err == nil {
		t.Error("the apply ended well")
	}
	wantParts(t, r.output.String(), "Wait Interrupted", "no TXT record at acme.test")
	// Twenty minutes of looks would be hundreds.
	if after := queries(running) - interrupted; after > 12 {
		t.Errorf("%d queries after the interrupt, want those of a few looks at most", after)
	}
	kept := map[string]bool{}
	for address := range w.state() { // which also shows that nothing is tainted
		kept[address] = true
	}
	equal(t, "in state", kept, map[string]bool{organizationDomain: true, verificationToken: true})

	w.must("destroy", "-auto-approve")
	if err := (&world{Sandbox: running, t: t}).nothingLeft(); err != nil {
		t.Error(err)
	}
}

// queries counts how often a name server was asked for the record.
func queries(running *sandbox.Sandbox) (count int) {
	for _, query := range running.DNS.Queries() {
		if query.Server == "authoritative-1" && query.Type == "TXT" {
			count++
		}
	}
	return count
}

// cutRun is a command of the real CLI that runs until it is cut off.
type cutRun struct {
	t       *testing.T
	running *sandbox.Sandbox
	command *exec.Cmd
	output  safeBuffer
}

// safeBuffer holds what a command prints while it is read.
type safeBuffer struct {
	mu      sync.Mutex
	printed bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.printed.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.printed.String()
}

// cutter cuts a run off, whose writes had their effect and hang unanswered.
type cutter struct {
	name string
	// variables of the configuration
	arguments []string
	cut       func(*cutRun)
	// outwaits: a token, which has no limit of its own, is asked for again within
	// the run.
	outwaits bool
	// tells: the CLI lives to print the warnings of its run.
	tells bool
}

// cutters are ways in which a run of several services ends before an answer has come.
// All ways, at each service alone, are in the crash matrix.
func cutters() []cutter {
	return []cutter{
		{name: "the provider is killed", cut: (*cutRun).killProvider, tells: true},
		{name: "the operation times out", arguments: []string{"-var=limit=25s"}, cut: func(*cutRun) {}, outwaits: true},
	}
}

// write is one of the calls to be cut off.
type write struct{ service, match string }

// cutOff runs the command until each of the writes had its effect and waits
// for its answer, and cuts it off then.
func (w *workspace) cutOff(running *sandbox.Sandbox, by cutter, writes []write, arguments ...string) string {
	w.t.Helper()
	for _, write := range writes {
		if err := running.Recorder.AddFault(simhttp.Fault{Service: write.service, Match: write.match, Kind: "hang_after", Times: 1}); err != nil {
			w.t.Fatal(err)
		}
	}
	arguments = append(arguments, by.arguments...)
	r := w.start(running, arguments...)
	defer r.killAll()
	r.until("the writes to be cut off", func() bool { return running.Recorder.Hanging() == len(writes) })
	by.cut(r)
	if err := r.command.Wait(); err == nil {
		w.t.Fatalf("terraform %s was not cut off:\n%s", strings.Join(arguments, " "), r.output.String())
	}
	running.Recorder.ClearFaults()
	settle(running)
	return r.output.String()
}

// start begins a command.
func (w *workspace) start(running *sandbox.Sandbox, arguments ...string) *cutRun {
	w.t.Helper()
	r := &cutRun{t: w.t, running: running}
	r.command = exec.CommandContext(w.t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), append(arguments, "-no-color")...)
	r.command.Dir, r.command.Env = w.folder, w.ofCLI
	r.command.Stdout, r.command.Stderr = &r.output, &r.output
	// What a killed CLI leaves running has its output open.
	r.command.WaitDelay = time.Minute
	r.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := r.command.Start(); err != nil {
		w.t.Fatal(err)
	}
	return r
}

// killAll kills the command and whatever it has started.
func (r *cutRun) killAll() { _ = syscall.Kill(-r.command.Process.Pid, syscall.SIGKILL) }

// until asks again and again, as what happens in other processes tells nobody.
func (r *cutRun) until(what string, happened func() bool) {
	r.t.Helper()
	looked := time.NewTicker(5 * time.Millisecond)
	defer looked.Stop()
	limit := time.NewTimer(10 * time.Minute)
	defer limit.Stop()
	for !happened() {
		select {
		case <-limit.C:
			r.killAll()
			_ = r.command.Wait()
			r.t.Fatalf("%s: this did not come; Terraform said:\n%s", what, r.output.String())
		case <-looked.C:
		}
	}
}

func (r *cutRun) killProvider() {
	r.t.Helper()
	for _, child := range r.children() {
		if child.name == "domainverify" {
			r.kill(child.pid)
			return
		}
	}
	r.t.Fatal("the CLI runs no provider of this project")
}

// killTerraform kills the CLI alone. Its providers notice that by themselves,
// and end their calls.
func (r *cutRun) killTerraform() {
	r.t.Helper()
	r.kill(r.command.Process.Pid)
	r.until("the end of the calls of the provider", func() bool { return r.running.Recorder.Hanging() == 0 })
	r.killAll()
}

// interrupt has both processes get a SIGINT, as from a terminal.
func (r *cutRun) interrupt() {
	r.t.Helper()
	if err := syscall.Kill(-r.command.Process.Pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		r.t.Fatal(err)
	}
}

func (r *cutRun) kill(pid int) {
	r.t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		r.t.Fatal(err)
	}
}

type child struct {
	pid  int
	name string
}

// children are the providers that the command of this test has started.
func (r *cutRun) children() (children []child) {
	r.t.Helper()
	listed, err := exec.Command("ps", "-e", "-o", "pid=,ppid=,args=").Output()
	if err != nil {
		r.t.Fatal(err)
	}
	for line := range strings.Lines(string(listed)) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[1] != strconv.Itoa(r.command.Process.Pid) {
			continue
		}
		pid, err := strconv.Atoi(fields[0])
		if err != nil {
			r.t.Fatal(err)
		}
		_, name, _ := strings.Cut(fields[2], "terraform-provider-")
		children = append(children, child{pid, name})
	}
	return children
}
