// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

const organizationID = "bf732c85-68ca-4867-94e4-937286ad2fd4"

// world is the simulator, what it sees from outside, and an administrator calling it.
type world struct {
	*switchtest.Outside
	*webexsim.Sim
	url   string
	token string // the bearer of the next call
}

func newWorld(t *testing.T, change ...func(*webexsim.Config)) *world {
	t.Helper()
	outside := switchtest.NewOutside(t)
	config := webexsim.Config{OrganizationID: organizationID, Now: outside.Clock.Now, Rand: outside.Rand, LookupTXT: outside.LookupTXT}
	for _, c := range change {
		c(&config)
	}
	sim, err := webexsim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return &world{outside, sim, outside.Serve(sim), sim.Credentials().AccessToken}
}

// answer is one response; fields is nil when the body is no JSON object.
type answer struct {
	status int
	header http.Header
	text   string
	fields map[string]any
}

func (w *world) request(method, path, contentType, body string) answer {
	w.T.Helper()
	header := map[string]string{"Content-Type": contentType}
	if w.token != "" {
		header["Authorization"] = "Bearer " + w.token
	}
	r := w.Call(method, w.url+path, body, header)
	return answer{r.Status, r.Header, r.Text, r.Fields}
}

const identity = "/v1/identity/organizations/" + organizationID

// act runs one of the five actions with a body in JSON.
func (w *world) act(action, body string) answer {
	w.T.Helper()
	return w.request(http.MethodPost, identity+"/actions/"+action, "application/json", body)
}

func (w *world) get(path string) answer {
	w.T.Helper()
	return w.request(http.MethodGet, path, "", "")
}

// lists is what the administrator's organization holds, in one line.
func (w *world) lists() string {
	o := w.Snapshot().Organization
	return fmt.Sprintf("pending=%v verified=%v claimed=%v", o.Pending, o.Verified, o.Claimed)
}

// The steps that stories are made of. Each fails the test when the step itself does.

func (w *world) askToken(name string) string {
	w.T.Helper()
	a := w.act("getDomainVerificationToken", fmt.Sprintf(`{"domain":%q}`, name))
	if a.status != 200 {
		w.T.Fatalf("asking for the token of %s: %d %s", name, a.status, a.text)
	}
	return a.fields["token"].(string)
}

func (w *world) makePending(name string) {
	w.T.Helper()
	w.Publish(name, webexsim.RecordPrefix+w.askToken(name))
}

func (w *world) makeVerified(name string) {
	w.T.Helper()
	w.makePending(name)
	if a := w.verify(name); a.status != 200 {
		w.T.Fatalf("verifying %s: %d %s", name, a.status, a.text)
	}
}

func (w *world) makeClaimed(name string) {
	w.T.Helper()
	w.makeVerified(name)
	if a := w.claim(name, `,"forceDomainClaim":false,"claimDomainOnly":true`); a.status != 200 {
		w.T.Fatalf("claiming %s: %d %s", name, a.status, a.text)
	}
}

// The calls under test; options are further JSON members with a leading comma.

func (w *world) verify(name string, options ...string) answer {
	w.T.Helper()
	return w.act("verifyDomain", object(name, options))
}

func (w *world) claim(name string, options ...string) answer {
	w.T.Helper()
	return w.act("claimDomain", fmt.Sprintf(`{"data":[{"domain":%q}]%s}`, name, join(options)))
}

func (w *world) unverify(name string, options ...string) answer {
	w.T.Helper()
	return w.act("unverifyDomain", object(name, options))
}

func (w *world) unclaim(name string) answer {
	w.T.Helper()
	return w.act("unclaimDomain", object(name, nil))
}

const removePending = `,"removePending":true`

func object(name string, options []string) string {
	return fmt.Sprintf(`{"domain":%q%s}`, name, join(options))
}

func join(options []string) string {
	all := ""
	for _, o := range options {
		all += o
	}
	return all
}

func (w *world) set(name, value string) {
	w.T.Helper()
	if err := w.Switches().Set(name, value); err != nil {
		w.T.Fatal(err)
	}
}
