// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// recordLives makes every call of every service, each in a new process, on the
// simulators, before the domain is added, while it is pending and when it is verified.
// keep gets the responses that each has met. It returns the settings of the services.
func recordLives(f *testing.F, definitions service.Catalog, keep func(of, call int, script []byte)) map[string]service.Values {
	f.Helper()
	running, err := sandbox.Start(sandbox.Options{Zones: []string{"corp.test"}, Seed: 1, Clock: clock.New((&polltest.Clock{}).Now)})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := running.Close(); err != nil {
			f.Error(err)
		}
	})
	settings := map[string]service.Values{}
	for of, definition := range definitions {
		values := valuesFor(definition, running.Info().Variables())
		settings[definition.Name] = values
		play := func(call int) outcome {
			p := newPlay(f, definition, values)
			pool := &http.Transport{}
			defer pool.CloseIdleConnections()
			p.real = pool
			done := calls()[call](p)
			keep(of, call, bytes.Join(p.seen, []byte{separator}))
			return done
		}
		allBut := func(skipped ...int) {
			for call := range calls() {
				if !slices.Contains(skipped, call) {
					_ = play(call)
				}
			}
		}
		allBut(callAdd)
		added, challenged := play(callAdd), play(callChallenge)
		if err := errors.Join(added.err, challenged.err); err != nil {
			f.Fatal(err)
		}
		allBut(callAdd, callRelease)
		if record := challenged.challenge.Publication.Record; record != nil {
			if err := running.DNS.SetTXT("corp.test", record.Name, record.Value); err != nil {
				f.Fatal(err)
			}
		}
		_ = play(callVerify)
		allBut(callAdd, callRelease)
		_ = play(callRelease)
	}
	return settings
}

func valuesFor(definition service.Definition, variables [][2]string) service.Values {
	values := service.Values{}
	for _, setting := range definition.Settings {
		for _, variable := range variables {
			if slices.Contains(setting.EnvironmentVariables, variable[0]) {
				values[setting.Name] = variable[1]
			}
		}
	}
	return values
}

// record passes a request on and keeps the response, unless it is a token.
func (p *play) record(request *http.Request, isToken bool) (*http.Response, error) {
	response, err := p.real.RoundTrip(request)
	if err != nil || isToken {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(body))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = append(p.seen, fmt.Appendf(nil, "%03d%s", response.StatusCode, body))
	return response, err
}
