// SPDX-License-Identifier: MPL-2.0

//go:build unix

package acceptance_test

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/acceptance/hardening"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// Invariant 9. What Terraform keeps and shows, the provider cannot see: state, backup, plan
// file, JSON, log of all parts at trace, and what it prints of a provider that crashes.
func TestNoCredentialIsInAnythingThatTerraformKeepsOrShows(t *testing.T) {
	for _, definition := range catalog.Definitions() {
		credentials, err := hardening.CredentialsOf(definition, newSecretSandbox(t, definition.Name), t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range credentials {
			t.Run(kind.String(), func(t *testing.T) {
				t.Parallel()
				newSecretRun(t, kind).tell()
			})
		}
	}
}

func newSecretSandbox(t *testing.T, service string) *sandbox.Sandbox {
	t.Helper()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	running := sandboxOfAllServices(t, hurriedClock(), domain)
	if prepare := subjectOfSecrets(service).Prepare; prepare != nil {
		if err := prepare(running, map[string]string{}); err != nil {
			t.Fatal(err)
		}
	}
	return running
}

// secretRun is a workspace whose provider is a process, and what is secret in it.
type secretRun struct {
	*workspace
	running     *sandbox.Sandbox
	credentials hardening.Credentials
	marks       hardening.Marks
	plain       []string // the environment of the CLI without secrets
	printed     strings.Builder
}

func newSecretRun(t *testing.T, kind hardening.Credentials) *secretRun {
	t.Helper()
	running := newSecretSandbox(t, kind.Definition.Name)
	all, err := hardening.CredentialsOf(kind.Definition, running, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	credentials := all[slices.IndexFunc(all, func(c hardening.Credentials) bool { return c.String() == kind.String() })]
	marks, err := credentials.Marks()
	if err != nil {
		t.Fatal(err)
	}
	s := &secretRun{workspace: newWorkspaceOfProcesses(t, running), running: running, credentials: credentials, marks: marks}
	environment := map[string]string{
		"TF_LOG": "TRACE", "TF_LOG_PATH": filepath.Join(s.folder, "trace.log"), "GOTRACEBACK": "system",
		"DOMAINVERIFY_PROGRESS_FILE": filepath.Join(s.folder, "progress.jsonl"),
		// Only where a service has such a cache.
		strings.ToUpper(kind.Definition.Name) + "_TOKEN_CACHE_DIR": filepath.Join(s.folder, "cache"),
	}
	if prepare := subjectOfSecrets(kind.Definition.Name).Prepare; prepare != nil {
		if err := prepare(running, environment); err != nil {
			t.Fatal(err)
		}
	}
	// The sandbox's own credentials are another kind.
	withoutSecrets := slices.DeleteFunc(s.ofCLI, func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.ContainsFunc(kind.Definition.Settings, func(setting service.Setting) bool {
			return setting.Secret && slices.Contains(setting.EnvironmentVariables, name)
		})
	})
	s.plain = slices.Concat(withoutSecrets, []string{hurriedSince()}, variables(environment, ""), variables(credentials.Environment(false), ""))
	return s
}

func variables(values map[string]string, prefix string) (all []string) {
	for name, value := range values {
		all = append(all, prefix+name+"="+value)
	}
	return all
}

// inBlock has the settings in the provider block, by ephemeral variables: the value of
// any other is part of a plan.
func (s *secretRun) inBlock(values service.Values) {
	declared, set := "", map[string]string{}
	for _, name := range s.credentials.Secret {
		declared += fmt.Sprintf("variable %q {\n  type = string\n  ephemeral = true\n}\n", name)
		set[name] = values[name]
	}
	block := s.credentials.Block(func(setting string) string { return "var." + setting })
	s.config(declared + block + subjectConfiguration(s.credentials.Definition.Name))
	s.ofCLI = append(slices.Clone(s.plain), variables(set, "TF_VAR_")...)
}

// inEnvironment has the settings in the environment.
func (s *secretRun) inEnvironment() {
	s.config(s.credentials.Block(func(string) string { return "" }) + subjectConfiguration(s.credentials.Definition.Name))
	s.ofCLI = append(slices.Clone(s.plain), variables(s.credentials.Environment(true), "")...)
}

func subjectConfiguration(service string) string {
	return subjectOfSecrets(service).ConfigurationFor(domain)
}

func (s *secretRun) tell() {
	s.inBlock(s.credentials.Values)
	s.terraform(0, "plan", "-out=first")
	s.terraform(0, "show", "-json", "first")
	s.terraform(0, "apply", "first")
	s.inEnvironment()
	s.drift()
	s.terraform(0, "plan", "-out=second")
	s.terraform(0, "show", "-json", "second")
	s.terraform(0, "apply", "second")
	s.terraform(0, "state", "rm", organizationDomain)
	s.terraform(0, "import", organizationDomain, s.remembered())

	s.inBlock(s.refused())
	s.terraform(1, "plan")
	s.inEnvironment()
	s.repeatedByTheService()
	s.crash()
	s.terraform(0, "destroy", "-auto-approve")
	s.search()
}

func (s *secretRun) terraform(want int, arguments ...string) {
	s.t.Helper()
	code, printed := s.run(arguments...)
	if code != want {
		s.t.Fatalf("terraform %s ended with %d:\n%s", strings.Join(arguments, " "), code, printed)
	}
	s.keep(printed)
}

// keep notes what was printed, and learns the tokens that were issued meanwhile.
func (s *secretRun) keep(printed string) {
	s.t.Helper()
	s.printed.WriteString(printed)
	if err := s.marks.AddIssued(s.t.Context(), s.running, s.credentials.Definition.Name); err != nil {
		s.t.Fatal(err)
	}
	// These refuse what was signed by a clock that is far behind.
	if !slices.Contains([]string{"github", "google", "entra"}, s.credentials.Definition.Name) {
		settle(s.running)
	}
}

// drift is one that every service has: the domain is removed.
func (s *secretRun) drift() {
	s.t.Helper()
	body := fmt.Sprintf(`{"service":%q,"kind":"remove","domain":%q}`, s.credentials.Definition.Name, domain)
	response, err := http.Post(s.running.Info().Control.BaseURL+"/drift", "application/json", strings.NewReader(body))
	if err != nil || response.StatusCode >= http.StatusMultipleChoices {
		s.t.Fatalf("drift: %v %v", response, err)
	}
	_ = response.Body.Close()
}

func (s *secretRun) remembered() string {
	id, _ := s.state()["domainverify_verification_token.this"]["organization_domain_id"].(string)
	return id
}

// refused are credentials that the service does not know, with characters that are
// spelled differently wherever they are quoted.
func (s *secretRun) refused() service.Values {
	s.t.Helper()
	values := service.Values{}
	for _, name := range s.credentials.Secret {
		values[name] = `unknown+/="&<'\%` + name + "-0123456789abcdef"
		s.marks.Add("the refused "+name, values[name])
	}
	for _, setting := range s.credentials.Definition.Settings {
		if value, isSet := values[setting.Name]; isSet && setting.Kind == service.KindFile {
			values[setting.Name] = filepath.Join(s.t.TempDir(), setting.Name)
			if err := os.WriteFile(values[setting.Name], []byte(value), 0o600); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	return values
}

// repeatedByTheService is a run whose first call, to the token endpoint where there is
// one, is refused by a response that repeats all secrets.
func (s *secretRun) repeatedByTheService() {
	s.t.Helper()
	secrets, _ := s.credentials.Marks()
	echo := simhttp.Fault{Service: s.credentials.Definition.Name, Kind: "status:400", Body: hardening.EchoedJSON(strings.Join(secrets.Texts(), " "))}
	if err := s.running.Recorder.AddFault(echo); err != nil {
		s.t.Fatal(err)
	}
	defer s.running.Recorder.ClearFaults()
	// A token that is kept from before would spare the token endpoint.
	_ = os.RemoveAll(filepath.Join(s.folder, "cache"))
	s.terraform(1, "plan")
}

// crash ends the provider in the middle of a call as the Go runtime does: with the stacks
// of all goroutines.
func (s *secretRun) crash() {
	s.t.Helper()
	if err := s.running.Recorder.AddFault(simhttp.Fault{Service: s.credentials.Definition.Name, Kind: "hang"}); err != nil {
		s.t.Fatal(err)
	}
	defer s.running.Recorder.ClearFaults()
	r := s.start(s.running, "plan")
	defer r.killAll()
	r.until("the call", func() bool { return s.running.Recorder.Hanging() > 0 })
	for _, child := range r.children() {
		if child.name == "domainverify" {
			if err := syscall.Kill(child.pid, syscall.SIGQUIT); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	if r.command.Wait() == nil {
		s.t.Error("the plan of a provider that crashes ended well")
	}
	s.keep(r.output.String())
	if log, err := os.ReadFile(filepath.Join(s.folder, "trace.log")); err != nil || !strings.Contains(string(log), "SIGQUIT: quit") {
		s.t.Errorf("the log has no stacks (%v)", err)
	}
}

// search looks for secrets in all that is left.
func (s *secretRun) search() {
	s.t.Helper()
	s.searchText("what Terraform printed", s.printed.String())
	searched := 0
	err := filepath.WalkDir(s.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		searched++
		return s.searchFile(path)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if searched < 4 { // configuration, state, backup, plan, log
		s.t.Errorf("%d files were searched", searched)
	}
	for _, query := range s.running.DNS.Queries() {
		s.searchText("a DNS query", fmt.Sprint(query))
	}
	for _, request := range s.running.Requests() {
		if strings.Contains(request.Body, "grant_type=") {
			request.Body = "" // of a token request, which is the one place for them
		}
		s.searchText("a request", fmt.Sprintf("%+v", request))
	}
}

func (s *secretRun) searchFile(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	s.searchText(path, string(content))
	archive, err := zip.OpenReader(path)
	if err != nil { // it is none
		return nil
	}
	defer func() { _ = archive.Close() }()
	for _, member := range archive.File {
		opened, err := member.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(opened)
		if err != nil {
			return err
		}
		s.searchText(path+", "+member.Name, string(content))
	}
	return nil
}

func (s *secretRun) searchText(where, text string) {
	s.t.Helper()
	if len(s.marks.In(text)) == 0 {
		return
	}
	for line := range strings.Lines(text) {
		if found := s.marks.In(line); len(found) > 0 {
			s.t.Errorf("%s has %q:\n%.600s", where, found, line)
		}
	}
}
