// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// Secrets shows that no credential of a service, and no access token that it issues, gets
// into state, plan, diagnostics, log or DNS, nor anywhere but into the requests that need
// it (invariant 9). The service repeats them in response to each call, in every form.
// The provider block or the environment sets them; all credentials that the service's
// definition allows have their turn. getenv is as in [Run].
func Secrets(t *testing.T, subject Subject, getenv func(string) string) {
	t.Helper()
	definition, ok := subject.catalog().Find(subject.Service)
	if !ok {
		t.Fatalf("there is no service %q", subject.Service)
	}
	probe, err := sandbox.Start(sandbox.Options{Zones: []string{Zone}, Seed: 1, Simulators: subject.simulators()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = probe.Close() })
	all, err := CredentialsOf(definition, probe, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, credentials := range all {
		for _, inBlock := range []bool{true, false} {
			source := "environment"
			if inBlock {
				source = "block"
			}
			t.Run(credentials.String()+" in the "+source, func(t *testing.T) {
				t.Parallel()
				s := secretStory{t, subject, credentials.Secret, inBlock}
				calls := s.undisturbed()
				every := 1
				if getenv("HARDENING") != "all" {
					every = 17 // has no divisor in common with the numbers of responses
				}
				for number := 0; number < len(calls)*len(echoes()); number += every {
					call := calls[number/len(echoes())]
					s.repeated(call, echoes()[number%len(echoes())], number)
				}
			})
		}
	}
}

// secretStory is runs of a subject with one kind of credentials.
type secretStory struct {
	t       *testing.T
	subject Subject
	secret  []string // settings
	inBlock bool
}

// secretCall is a call of an undisturbed run.
type secretCall struct {
	phase phase
	index int
}

// undisturbed runs from nothing to nothing, and lists the calls.
func (s secretStory) undisturbed() (calls []secretCall) {
	w := s.start()
	defer w.close()
	for _, p := range []phase{applying, planning, destroying} {
		w.wire.forget()
		if err := w.run(p, func() {}); err != nil {
			s.t.Errorf("%s: %v", p, err)
		}
		for index := range w.wire.seen() {
			calls = append(calls, secretCall{p, index})
		}
		w.settle()
		w.look(p)
	}
	for _, phase := range []string{`"verified"`, `"released"`} {
		if told, _ := os.ReadFile(w.progress); !bytes.Contains(told, []byte(phase)) {
			s.t.Errorf("the progress file does not tell %s:\n%s", phase, told)
		}
	}
	return calls
}

// repeated is a run in which one call is responded to by what holds a secret.
func (s secretStory) repeated(c secretCall, e echo, number int) {
	w := s.start()
	defer w.close()
	if err := w.bring(c.phase); err != nil {
		s.t.Error(err)
		return
	}
	e.number = number
	w.wire.forget()
	w.wire.echoAt(c.index, &e)
	w.note("error", w.run(c.phase, func() {}))
	if w.wire.seen() <= c.index {
		s.t.Errorf("%s, call %d: it was not made", c.phase, c.index+1)
	}
	if !w.look(c.phase) {
		s.t.Logf("this was %s, call %d, status %d with %q", c.phase, c.index+1, e.status, e.text)
	}
}

// secretWorld is a world with all that shows of it.
type secretWorld struct {
	*world
	wire  *wire
	shown *lockedBuffer
	// progress is the name of the progress file.
	progress string
}

func (s secretStory) start() *secretWorld {
	s.t.Helper()
	var credentials Credentials
	progress := filepath.Join(s.t.TempDir(), "progress.jsonl")
	subject := s.subject
	subject.Prepare = func(running *sandbox.Sandbox, environment map[string]string) (err error) {
		if s.subject.Prepare != nil {
			if err = s.subject.Prepare(running, environment); err != nil {
				return err
			}
		}
		credentials, err = s.credentials(running)
		for _, setting := range credentials.Definition.Settings {
			for _, name := range setting.EnvironmentVariables {
				if isSecret(setting) {
					delete(environment, name)
				}
			}
		}
		maps.Copy(environment, credentials.Environment(!s.inBlock))
		environment["DOMAINVERIFY_PROGRESS_FILE"] = progress
		return err
	}
	subject.Block = func() string {
		return credentials.Block(func(setting string) string {
			if !s.inBlock {
				return ""
			}
			return strconv.Quote(credentials.Values[setting])
		})
	}
	w, err := start(s.t, subject, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	marks, err := credentials.Marks()
	if err != nil {
		s.t.Fatal(err)
	}
	made := &secretWorld{w, &wire{next: w.transport.next, configured: marks, marks: maps.Clone(marks)}, &lockedBuffer{}, progress}
	w.transport.next = made.wire
	w.SetContext(tfsdklogtest.RootLogger(tflogtest.RootLogger(s.t.Context(), made.shown), made.shown))
	return made
}

func (s secretStory) credentials(running *sandbox.Sandbox) (Credentials, error) {
	definition, _ := s.subject.catalog().Find(s.subject.Service)
	all, err := CredentialsOf(definition, running, s.t.TempDir())
	for _, credentials := range all {
		if fmt.Sprint(credentials.Secret) == fmt.Sprint(s.secret) {
			return credentials, nil
		}
	}
	return Credentials{}, err
}

func (w *secretWorld) close() { _ = w.Close() }

// note keeps something that a person could see.
func (w *secretWorld) note(name string, what any) { fmt.Fprintf(w.shown, "%s: %+v\n", name, what) }

// look searches all that the run shows and leaves for secrets, and reports whether there
// are none.
func (w *secretWorld) look(p phase) (clean bool) {
	w.t.Helper()
	state, err := w.State()
	w.note("state", state)
	w.note("error", err)
	if p != destroying {
		planned, err := w.Plan(true)
		w.note("plan", planned)
		w.note("error", err)
	}
	progress, err := os.ReadFile(w.progress)
	if err != nil {
		w.t.Errorf("%s: no progress file: %v", p, err)
	}
	w.note("progress file", string(progress))
	w.note("DNS queries", w.DNS.Queries())
	w.note("DNS records", w.DNS.Records(Zone))
	clean = true
	marks := w.wire.known()
	for line := range bytes.Lines(w.shown.take()) {
		if found := marks.In(string(line)); len(found) > 0 {
			clean = false
			w.t.Errorf("%s shows %q:\n%s", p, found, line)
		}
	}
	for _, request := range w.wire.made() {
		if found := marks.In(request); len(found) > 0 {
			clean = false
			w.t.Errorf("%s sends %q where it does not belong:\n%s", p, found, request)
		}
	}
	if len(w.transport.strays) > 0 {
		w.t.Errorf("another host was asked: %q", w.transport.strays)
	}
	return clean
}

// lockedBuffer holds what several loggers write.
type lockedBuffer struct {
	mu      sync.Mutex
	written bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.written.Write(p)
}

func (b *lockedBuffer) take() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.written.Reset()
	return bytes.Clone(b.written.Bytes())
}
