// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"net/http"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/switchtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

const organizationID = "org_01HKSANDB0X00000000000ACME"

// world is the simulator, what it sees from outside, and a customer calling it.
type world struct {
	*switchtest.Outside
	*workossim.Sim
	url, key       string // the key is the bearer of the next call
	idempotencyKey string // of the next call
}

func newWorld(t *testing.T, change ...func(*workossim.Config)) *world {
	t.Helper()
	outside := switchtest.NewOutside(t)
	config := workossim.Config{OrganizationID: organizationID, Now: outside.Clock.Now, Rand: outside.Rand, LookupTXT: outside.LookupTXT}
	for _, c := range change {
		c(&config)
	}
	sim, err := workossim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return &world{Outside: outside, Sim: sim, url: outside.Serve(sim), key: sim.Credentials().APIKey}
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
	header := map[string]string{"Content-Type": contentType, "Idempotency-Key": w.idempotencyKey}
	if w.key != "" {
		header["Authorization"] = "Bearer " + w.key
	}
	r := w.Call(method, w.url+path, body, header)
	return answer{r.Status, r.Header, r.Text, r.Fields}
}

func (w *world) get(path string) answer { w.T.Helper(); return w.request(http.MethodGet, path, "", "") }

func (w *world) delete(path string) answer {
	w.T.Helper()
	return w.request(http.MethodDelete, path, "", "")
}

func (w *world) post(path, body string) answer {
	w.T.Helper()
	return w.request(http.MethodPost, path, "application/json", body)
}

func (w *world) put(path, body string) answer {
	w.T.Helper()
	return w.request(http.MethodPut, path, "application/json", body)
}
