// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// recordLives makes every call of every service, each in a new process, on the
// simulators, before the domain is added, while it is pending and when it is verified.
// keep gets the responses that each has met. It returns the settings of the services.
func recordLives(f *testing.F, definitions service.Catalog, keep func(of, call int, script []byte)) map[string]service.Values {
	f.Helper()
	running, err := sandbox.Start(sandbox.Options{Zones: []string{"corp.test"}, Seed: 1})
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
		const read, add, challenge, verify = 0, 1, 2, 5
		for call := range calls() {
			if call != add {
				_ = play(call)
			}
		}
		if done := play(add); done.err != nil {
			f.Fatal(done.err)
		}
		challenged := play(challenge)
		if challenged.err != nil {
			f.Fatal(challenged.err)
		}
		for _, call := range []int{read, verify, challenge + 1, challenge + 2, 9, 10, 11, 12, 13, 14} {
			_ = play(call)
		}
		if err := running.DNS.SetTXT("corp.test", domain, challenged.challenge.Publication.Record.Value); err != nil {
			f.Fatal(err)
		}
		for _, call := range []int{verify, read, challenge, 7, 8, 11, 12, 13, 14, 15, 16, 6, read} {
			_ = play(call)
		}
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
