// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// ownModule is the module of this repository, published the address that users give it.
const (
	ownModule = "modules/verified-domain"
	published = "github.com/domainverify/terraform-provider-domainverify//" + ownModule
)

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// configuration is a folder with a module for each block, called by the root module.
type configuration struct {
	t      *testing.T
	known  known
	folder string
	root   strings.Builder
	// environment has the providers.
	environment string
}

func newConfiguration(t *testing.T) *configuration {
	t.Helper()
	c := &configuration{t: t, known: knownProviders(t), folder: t.TempDir()}
	c.environment = plugintest.Reattach(t, host(), c.known.servers)
	c.root.WriteString("variable \"any\" {}\n")
	if err := os.CopyFS(filepath.Join(c.folder, filepath.FromSlash(ownModule)), os.DirFS(filepath.Join(root, filepath.FromSlash(ownModule)))); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *configuration) write(name, text string) {
	c.t.Helper()
	path := filepath.Join(c.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// add has the block validated as a module.
func (c *configuration) add(b block, m *module) {
	name := "at_" + strings.Trim(notInNames.ReplaceAllString(strings.ToLower(b.at), "_"), "_")
	c.write(name+"/main.tf", strings.ReplaceAll(m.text, published, "../"+ownModule))
	c.write(name+"/completion.tf", m.completion)
	fmt.Fprintf(&c.root, "module %q {\n  source = \"./%s\"\n", name, name)
	for _, input := range m.inputs {
		fmt.Fprintf(&c.root, "  %s = var.any\n", input)
	}
	c.root.WriteString("}\n")
}

// validate returns what Terraform says where it finds a fault.
func (c *configuration) validate() string {
	c.t.Helper()
	c.write("main.tf", c.root.String())
	return cmp.Or(c.run("get"), c.run("validate"))
}

// run returns what a command says that fails.
func (c *configuration) run(arguments ...string) string {
	c.t.Helper()
	command := exec.CommandContext(c.t.Context(), terraform(c.t), append(arguments, "-no-color")...)
	command.Dir = c.folder
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + c.folder, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", c.environment}
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Sprintf("terraform %s: %v\n%s", arguments[0], err, said)
	}
	return ""
}

func (c *configuration) must(arguments ...string) {
	c.t.Helper()
	if said := c.run(arguments...); said != "" {
		c.t.Fatal(said)
	}
}

func terraform(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	path, err := exec.LookPath("terraform")
	if err != nil {
		t.Fatal("There is no terraform on PATH. Run make test, which finds or builds a CLI, or set TF_ACC_TERRAFORM_PATH.")
	}
	return path
}

func TestEveryBlockThatUsersReadIsValid(t *testing.T) {
	t.Parallel()
	c := newConfiguration(t)
	validated := 0
	for _, b := range blocks(t) {
		if b.reason != "" {
			t.Logf("%s is not validated: %s", b.at, b.reason)
			continue
		}
		m, err := c.known.complete(b)
		if err != nil {
			t.Errorf("%s: %v", b.at, err)
			continue
		}
		if err := c.known.check(m); err != nil {
			t.Errorf("%s: %v", b.at, err)
		}
		c.add(b, m)
		validated++
	}
	if said := c.validate(); said != "" {
		t.Error(said)
	}
	if t.Logf("%d blocks", validated); validated < 30 {
		t.Errorf("only %d blocks were found", validated)
	}
}

// What a reader copies from the page of a resource, and what is an example of its own,
// can be applied as it is.
func TestExamplesOfResourcesAreComplete(t *testing.T) {
	t.Parallel()
	known, checked := knownProviders(t), 0
	for _, b := range blocks(t) {
		if !strings.HasPrefix(b.at, "examples/") || !strings.HasSuffix(b.at, "/resource.tf") && !strings.HasSuffix(b.at, "/main.tf") {
			continue
		}
		m, err := known.complete(b)
		if err != nil {
			t.Errorf("%s: %v", b.at, err)
		} else if m.completion != undeclared {
			t.Errorf("%s does not declare:\n%s", b.at, m.completion)
		} else if names := unconfigured(m.blocks); len(names) > 0 {
			t.Errorf("%s names %v, whose blocks its provider configuration does not have", b.at, names)
		}
		checked++
	}
	if checked < 12 {
		t.Errorf("only %d examples were found", checked)
	}
}

func TestExampleWithoutTheBlockThatItsServiceNeedsIsNoticed(t *testing.T) {
	t.Parallel()
	known := knownProviders(t)
	const one = "resource \"domainverify_organization_domain\" \"a\" {\n  service = \"github\"\n  domain  = \"acme.com\"\n}\n"
	for text, want := range map[string][]string{
		one: {"github"},
		one + "provider \"domainverify\" {\n  github = {}\n}\n":                                    nil,
		one + "provider \"domainverify\" {\n  entra = {}\n}\n":                                     {"github"},
		strings.ReplaceAll(one, "github", "webex"):                                                 nil,
		"locals {\n  services = toset([\"entra\", \"zoho\"])\n}\nprovider \"domainverify\" {\n}\n": {"entra"},
	} {
		m, err := known.complete(block{at: "page:1", text: text})
		if err != nil {
			t.Fatal(err)
		}
		if got := unconfigured(m.blocks); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func TestBlocksThatNoModuleMayHaveAreCheckedAsWell(t *testing.T) {
	t.Parallel()
	for text, wantFault := range map[string]bool{
		"import {\n  to = domainverify_claim.a\n  id = \"webex/x/acme.com\"\n}\n":                    false,
		"import {\n  to = domainverify_verification.a\n  id = \"webex/x/acme.com/dns_txt\"\n}\n":     false,
		"import {\n  to = domainverify_verification.a\n  id = \"webex\"\n}\n":                        true,
		"import {\n  to = domainverify_claims.a\n  id = \"webex/x/acme.com\"\n}\n":                   true,
		"import {\n  to = domainverify_claim.a\n  identity = {\n    domain = \"acme.com\"\n  }\n}\n": false,
		"import {\n  to = domainverify_claim.a\n  identity = {\n    name = \"acme.com\"\n  }\n}\n":   true,
		"import {\n  to = domainverify_claim.a\n}\n":                                                 true,
		"list \"domainverify_claims\" \"a\" {\n  provider = domainverify\n}\n":                       true,
		"action \"domainverify_unverify\" \"a\" {\n  config {\n    domain = \"acme.com\"\n  }\n}\n":  true,
	} {
		known := knownProviders(t)
		m, err := known.complete(block{at: "page:1", text: text})
		if err != nil {
			t.Fatal(err)
		}
		if err := known.check(m); (err != nil) != wantFault {
			t.Errorf("%s: fault %v, want one: %v", text, err, wantFault)
		}
	}
}

func TestBlocksWithFaultsAreRefused(t *testing.T) {
	t.Parallel()
	for name, faulty := range map[string]struct{ text, want string }{
		"an argument that the provider does not have": {`resource "domainverify_claim" "a" {
  organization_domain_id = "webex/x/acme.com"
  silent                 = true
}`, `"silent"`},
		"a value that the provider refuses": {`resource "domainverify_organization_domain" "a" {
  service = "teams"
  domain  = "acme.com"
}`, "teams"},
		"an argument that another provider does not have": {`resource "aws_route53_record" "a" {
  zone_id = "a"
  name    = "a"
  type    = "TXT"
  values  = []
}`, `"values"`},
		"an attribute of an undeclared resource that it does not have": {`output "a" {
  value = domainverify_verification_token.acme.records
}`, `"records"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newConfiguration(t)
			b := block{at: "page:1", text: faulty.text}
			m, err := c.known.complete(b)
			if err != nil {
				t.Fatal(err)
			}
			c.add(b, m)
			if said := c.validate(); !strings.Contains(said, faulty.want) {
				t.Errorf("want an error with %q, got %q", faulty.want, said)
			}
		})
	}
}
