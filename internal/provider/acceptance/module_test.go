// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// moduleFolder is modules/verified-domain, from here.
var moduleFolder = filepath.Join("..", "..", "..", "modules", "verified-domain")

// runs lets time pass before each run, since services limit what a minute and a second may
// bring, and the runs of one terraform test follow each other at once.
type runs struct {
	tfprotov6.ProviderServer
	w *world
}

func (r runs) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	r.w.Clock.Advance(2 * time.Minute)
	return r.ProviderServer.ConfigureProvider(ctx, req)
}

// cliWithModule is a workspace of the world's providers with a copy of the module in
// its folder "modules/verified-domain".
func (w *world) cliWithModule() *workspace {
	w.t.Helper()
	cli := w.cli()
	all := w.providers()
	start := all["domainverify"]
	all["domainverify"] = func() (tfprotov6.ProviderServer, error) {
		server, err := start()
		return runs{server, w}, err
	}
	cli.ofCLI = append(cli.ofCLI, reattached(w.t, all))
	if err := os.CopyFS(filepath.Join(cli.folder, "modules", "verified-domain"), os.DirFS(moduleFolder)); err != nil {
		w.t.Fatal(err)
	}
	return cli
}

// isOpenTofu: its tests have mocks in another form, and files of their own for them.
var isOpenTofu = sync.OnceValue(func() bool {
	said, err := exec.Command(os.Getenv("TF_ACC_TERRAFORM_PATH"), "version").Output()
	return err == nil && strings.Contains(string(said), "OpenTofu")
})

// tests runs files of terraform test, and shows that each of their runs has passed.
func (w *workspace) tests(files ...string) {
	w.t.Helper()
	w.must("get", "-test-directory=tests")
	arguments := []string{"test"}
	for _, file := range files {
		arguments = append(arguments, "-filter="+file)
	}
	said := w.must(arguments...)
	for _, file := range files {
		wantParts(w.t, said, file+"... pass")
	}
	if !strings.Contains(said, "Success!") || strings.Contains(said, "... skip") {
		w.t.Errorf("not every run has passed:\n%s", said)
	}
}

func TestTestsOfTheModulePassOnTheSandboxAndLeaveNothing(t *testing.T) {
	mocked := "mocked.tftest.hcl"
	if isOpenTofu() {
		mocked = "mocked.tofutest.hcl"
	}
	for _, file := range []string{"record_set.tftest.hcl", "single_records.tftest.hcl", "subdomain.tftest.hcl", mocked} {
		t.Run(file, func(t *testing.T) {
			w := allServices(t)
			cli := w.cliWithModule()
			cli.folder = filepath.Join(cli.folder, "modules", "verified-domain")
			cli.tests("tests/" + file)
			if err := w.nothingLeft(); err != nil {
				t.Error(err)
			}
		})
	}
}

var declared = regexp.MustCompile(`(?m)^(?:variable|output) "(\w+)"`)

func TestReadmeOfTheModuleNamesEachInputAndOutput(t *testing.T) {
	t.Parallel()
	readme := readFile(t, filepath.Join(moduleFolder, "README.md"))
	for _, file := range []string{"variables.tf", "outputs.tf"} {
		for _, name := range declared.FindAllStringSubmatch(readFile(t, filepath.Join(moduleFolder, file)), -1) {
			wantParts(t, readme, "\n| `"+name[1]+"` | ")
		}
	}
}

// The order comes from the module's arguments alone: with -parallelism=1 nothing can
// wait for what comes later, and with 100 nothing is late by luck.
func TestModulePublishesBeforeItVerifiesAndReleasesInTheReverseOrder(t *testing.T) {
	w := allServices(t)
	cli := w.cliWithModule()
	cli.config(`
provider "domainverify" {
  webex  = { admin_domain = "acme.test", drift_probe_domain = "probe.test" }
  workos = {}
  zoho   = {}
  github = {}
  google = {}
  entra  = {}
}
module "fixture" {
  source = "./modules/verified-domain/tests/record_set"
}
`)
	cli.must("get")
	order := []string{"_organization_domain.", "_verification_token.", "sandbox_dns_record_set.", "_verification.", "_claim."}
	for _, parallelism := range []string{"-parallelism=1", "-parallelism=100"} {
		w.Recorder.ForgetRequests()
		created := cli.apply(parallelism)
		isInOrder(t, created, ": Creation complete", order...)
		equal(t, "requests that release", releases(w.Sandbox), 0)
		holds(t, w.Sandbox, "webex")
		cli.hasEmptyPlan()

		destroyed := cli.must("destroy", "-auto-approve", parallelism)
		isInOrder(t, destroyed, ": Destruction complete", order[4], order[3], order[2], order[1], order[0])
		if err := w.nothingLeft(); err != nil {
			t.Fatal(err)
		}
	}
}

// isInOrder shows that what ends of the kinds comes kind by kind, for each service.
func isInOrder(t *testing.T, said, ended string, kinds ...string) {
	t.Helper()
	last := map[string]int{}
	for _, line := range strings.Split(said, "\n") {
		address, _, isEnd := strings.Cut(line, ended)
		if !isEnd {
			continue
		}
		for at, kind := range kinds {
			if !strings.Contains(address, kind) {
				continue
			}
			for service, before := range last {
				if before > at && (strings.Contains(address, `"`+service+`"`) || strings.Contains(kind, "sandbox") && service != "github") {
					t.Errorf("%s ended after %s of %s:\n%s", address, kinds[before], service, said)
				}
			}
			if _, service, found := strings.Cut(address, `["`); found && !strings.Contains(kind, "sandbox") {
				last[strings.TrimSuffix(service, `"]`)] = at
			}
		}
	}
	equal(t, "services whose resources ended", len(last), 6)
}
