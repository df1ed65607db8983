// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const organizationID = "bf732c85-68ca-4867-94e4-937286ad2fd4"

// world is the simulator, what it sees from outside, and an administrator calling it.
type world struct {
	*simtest.Client
	*webexsim.Sim
}

func newWorld(t *testing.T, change ...func(*webexsim.Config)) *world {
	t.Helper()
	outside, sim := simtest.Start(t, func(world simhttp.World) webexsim.Config {
		return webexsim.Config{World: world, Credentials: webexsim.Credentials{OrganizationID: organizationID}}
	}, webexsim.New, change)
	w := &world{outside.Serve(sim), sim}
	w.as(sim.Credentials().AccessToken)
	return w
}

// as makes a token that of the next calls.
func (w *world) as(token string) { w.Authorization = "Bearer " + token }

const identity = "/v1/identity/organizations/" + organizationID

// act runs one of the five actions with a body in JSON.
func (w *world) act(action, body string) simtest.Response {
	w.T.Helper()
	return w.Post(identity+"/actions/"+action, body)
}

func actions() []string {
	return []string{"getDomainVerificationToken", "verifyDomain", "claimDomain", "unverifyDomain", "unclaimDomain"}
}

// lists is what the administrator's organization holds, in one line.
func (w *world) lists() string {
	o := w.Snapshot().Organization
	return fmt.Sprintf("pending=%v verified=%v claimed=%v", o.Pending, o.Verified, o.Claimed)
}

// wantLists is what the organization must hold after a step.
func (w *world) wantLists(step, want string) {
	w.T.Helper()
	if got := w.lists(); got != want {
		w.T.Errorf("%s: %s, want %s", step, got, want)
	}
}

// The steps that stories are made of. Each fails the test when the step itself does.

func (w *world) askToken(name string) string {
	w.T.Helper()
	a := w.tryToken(name)
	if a.Status != 200 {
		w.T.Fatalf("asking for the token of %s: %d %s", name, a.Status, a.Text)
	}
	return a.Fields["token"].(string)
}

func (w *world) makePending(name string) {
	w.T.Helper()
	w.Publish(name, webexsim.RecordPrefix+w.askToken(name))
}

func (w *world) makeVerified(name string) {
	w.T.Helper()
	w.makePending(name)
	if a := w.verify(name); a.Status != 200 {
		w.T.Fatalf("verifying %s: %d %s", name, a.Status, a.Text)
	}
}

func (w *world) makeClaimed(name string) {
	w.T.Helper()
	w.makeVerified(name)
	if a := w.claim(name, `,"forceDomainClaim":false,"claimDomainOnly":true`); a.Status != 200 {
		w.T.Fatalf("claiming %s: %d %s", name, a.Status, a.Text)
	}
}

// The calls under test; options are further JSON members with a leading comma.

func (w *world) tryToken(name string) simtest.Response {
	return w.act("getDomainVerificationToken", fmt.Sprintf(`{"domain":%q}`, name))
}

func (w *world) verify(name string, options ...string) simtest.Response {
	return w.act("verifyDomain", fmt.Sprintf(`{"domain":%q%s}`, name, strings.Join(options, "")))
}

func (w *world) claim(name string, options ...string) simtest.Response {
	return w.act("claimDomain", fmt.Sprintf(`{"data":[{"domain":%q}]%s}`, name, strings.Join(options, "")))
}

func (w *world) unverify(name string, options ...string) simtest.Response {
	return w.act("unverifyDomain", fmt.Sprintf(`{"domain":%q%s}`, name, strings.Join(options, "")))
}

func (w *world) unclaim(name string) simtest.Response {
	return w.act("unclaimDomain", fmt.Sprintf(`{"domain":%q}`, name))
}

const (
	removePending = `,"removePending":true`
	unforced      = `,"forceDomainClaim":false`
)

func governmental(c *webexsim.Config) { c.Government = true }

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }
