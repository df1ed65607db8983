// SPDX-License-Identifier: MPL-2.0

//go:build unix

package acceptance_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// interruptTwice makes the CLI exit at once, without waiting for its providers.
func (r *cutRun) interruptTwice() {
	r.t.Helper()
	r.interrupt()
	r.until("the answer to the first interrupt", func() bool {
		return strings.Contains(r.output.String(), "Gracefully shutting down")
	})
	r.interrupt()
}

// At a second interrupt Terraform exits at once; what it has written of its state
// by then is luck, and the worst is that there is none. The domains are verified,
// so none of them is adopted unasked: the next apply names the import of each, and
// after that nothing is left to do but what had not happened.
func TestVerifiedDomainsThatASecondInterruptLosesAreImportedAndNothingIsReleased(t *testing.T) {
	t.Parallel()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	running := sandboxOfAllServices(t)
	w := newWorkspace(t, running, servicesOfStories...)
	w.config(atAllServices)
	w.cutOff(running, cutter{cut: (*cutRun).interruptTwice}, []write{{"webex", "/claimDomain"}, {"workos", "/verify"}, {"zoho", "PUT /api"}}, "apply", "-auto-approve")
	if err := os.Remove(filepath.Join(w.folder, "terraform.tfstate")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}

	refused := w.fails("Domain Already Exists", "apply", "-auto-approve")
	ids := importsNamed(refused)
	equal(t, "domains to be imported", len(ids), len(zonesOfAllServices))
	for service, id := range ids {
		w.must("import", `domainverify_organization_domain.this["`+service+`"]`, id)
		w.must("import", `sandbox_dns_record_set.this["`+service+`"]`, service+".test/"+service+".test/TXT")
	}
	w.apply()
	settle(running)
	w.hasEmptyPlan()
	assertConverged(t, w, running)
	w.must("destroy", "-auto-approve")
	if err := (&world{Sandbox: running, t: t}).nothingLeft(); err != nil {
		t.Error(err)
	}
}

// importsNamed returns the IDs of the domains that an error names to be imported,
// by service.
func importsNamed(printed string) map[string]string {
	ids := map[string]string{}
	for _, command := range strings.Split(printed, "terraform import ADDRESS ")[1:] {
		line, _, _ := strings.Cut(command, "\n")
		id := strings.Fields(line)[0]
		service, _, _ := strings.Cut(id, "/")
		ids[service] = id
	}
	return ids
}
