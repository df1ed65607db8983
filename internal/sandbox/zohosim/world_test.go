// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

const organizationID = "70012345"

// world is the simulator, what it sees from outside, and a customer calling it.
type world struct {
	*switchtest.Outside
	*zohosim.Sim
	mail, accounts string
	authorization  string // of the next call
}

func newWorld(t *testing.T, change ...func(*zohosim.Config)) *world {
	t.Helper()
	outside := switchtest.NewOutside(t)
	config := zohosim.Config{
		OrganizationID: organizationID, Now: outside.Clock.Now, Rand: outside.Rand,
		LookupTXT: outside.LookupTXT, LookupCNAME: outside.LookupCNAME, Fetch: outside.Fetch,
	}
	for _, c := range change {
		c(&config)
	}
	sim, err := zohosim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Outside: outside, Sim: sim, mail: outside.Serve(sim.Mail()), accounts: outside.Serve(sim.Accounts())}
	w.authorize(sim.Credentials().AccessToken)
	return w
}

func (w *world) authorize(token string) { w.authorization = "Zoho-oauthtoken " + token }

// answer is one response; code is the envelope's, data nil when it is no object.
type answer struct {
	status, code int
	header       http.Header
	text         string
	description  string
	data         map[string]any
	list         any // data, whatever it is
}

func (w *world) call(method, path, body string) answer {
	w.T.Helper()
	r := w.Call(method, w.mail+path, body, map[string]string{"Authorization": w.authorization, "Content-Type": "application/json"})
	var envelope struct {
		Status struct {
			Code        int
			Description string
		}
		Data any
	}
	if err := json.Unmarshal([]byte(r.Text), &envelope); err != nil && r.Text != "" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		w.T.Fatalf("%s %s answered %q: %v", method, path, r.Text, err)
	}
	data, _ := envelope.Data.(map[string]any)
	return answer{r.Status, envelope.Status.Code, r.Header, strings.TrimSpace(r.Text), envelope.Status.Description, data, envelope.Data}
}
