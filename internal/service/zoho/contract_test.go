// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"context"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

var (
	_ servicetest.World       = (*world)(nil)
	_ servicetest.TokenTeller = (*world)(nil)
)

func TestZohoKeepsTheServiceContractByEveryMethod(t *testing.T) {
	t.Parallel()
	for _, method := range service.Methods() {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			servicetest.Run(t, func(t *testing.T) servicetest.World {
				// The clock jumps while the requests of twenty callers are under way,
				// so that those arrive in the next minute.
				w := newWorld(t, func(c *zohosim.Config) { c.RequestsPerMinute = 60 })
				w.method = method
				return w
			})
		})
	}
}

func (w *world) Service(t *testing.T) service.Service { return waiting{w.adapter(t), w} }
func (w *world) Method() service.Method               { return w.method }
func (w *world) TellsTokens()                         {}

func (w *world) Publish(_ *testing.T, publication service.Publication) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch record := publication.Record; {
	case record == nil:
		w.files[publication.HTTPFile.URL] = publication.HTTPFile.Content
	case record.Type == "CNAME":
		w.cname[record.Name] = record.Value
	default:
		w.txt[record.Name] = []string{"v=spf1 -all", record.Value}
	}
}

func (w *world) Unpublish(_ *testing.T, publication service.Publication) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if publication.Record == nil {
		delete(w.files, publication.HTTPFile.URL)
		return
	}
	delete(w.cname, publication.Record.Name)
	delete(w.txt, publication.Record.Name)
}

func (w *world) Truth(id service.DomainID) service.State {
	found, ok := w.Snapshot().Domain(id.Domain)
	switch {
	case !ok:
		return service.StateAbsent
	case found.Verified:
		return service.StateVerified
	}
	return service.StatePending
}

func (w *world) Remove(t *testing.T, id service.DomainID) { w.drift(t, "remove", id) }

func (w *world) drift(t *testing.T, kind string, id service.DomainID) {
	t.Helper()
	must(t, w.Drift(kind, id.Domain))
}

// match is how a step shows in the request log.
func (w *world) match(step servicetest.Step) string {
	return map[servicetest.Step]string{
		servicetest.StepAdd: "POST " + w.domains(), servicetest.StepChallenge: "GET " + w.domains(), servicetest.StepRead: "GET " + w.domains(),
		servicetest.StepVerify: "PUT ", servicetest.StepRelease: "DELETE ",
	}[step]
}

func (w *world) Fail(t *testing.T, step servicetest.Step, fault servicetest.Fault, times int, body string) {
	t.Helper()
	w.fault(t, simhttp.Fault{Match: w.match(step), Kind: string(fault), Times: times, Body: body})
}

func (w *world) fault(t *testing.T, fault simhttp.Fault) {
	t.Helper()
	must(t, w.AddFault(fault))
}

func (w *world) Heal() { w.ClearFaults() }

func (w *world) Count(step servicetest.Step) int { return w.count(w.match(step)) }
func (w *world) Writes() int {
	return w.count("POST "+w.domains()) + w.count("DELETE ") + w.count("PUT ")
}
func (w *world) WritesPerReading() int { return 0 }
func (w *world) StateReadable() bool   { return true }

func (w *world) Secrets() []string {
	return []string{w.values["access_token"], w.values["client_secret"], w.values["refresh_token"]}
}

// waiting is the adapter with the patience that the provider's wait has, where
// an attempt comes too soon after the last one.
type waiting struct {
	*zoho.Adapter
	world *world
}

func (s waiting) Verify(ctx context.Context, request service.VerifyRequest) (service.Domain, error) {
	for {
		found, err := s.Adapter.Verify(ctx, request)
		if pause := typedOf(err).RetryAfter; service.ClassOf(err) != service.NotYet || pause == 0 {
			return found, err
		} else if err := s.world.sleep(ctx, pause); err != nil {
			return found, err
		}
	}
}
