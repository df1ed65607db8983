// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

// tinySim verifies a domain whose TXT record is the token of the whole organization.
type tinySim struct {
	simhttp.Core
	world   simhttp.World
	token   string
	domains map[string]string // state by name
}

type tinyFailure struct{ status int }

const tinyVerifyOfVerified = "verify_of_verified"

// tinyFactory is a complete simulator; nothing else of the sandbox knows it.
func tinyFactory() simhttp.Factory {
	greeting := new(string)
	return simhttp.Factory{
		Name: "tiny", Title: "Tiny", Hosts: []simhttp.Host{{Name: "tiny api", Title: "Tiny API", BasePath: "/v9"}},
		Flags: func(flags *flag.FlagSet) { flags.StringVar(greeting, "tiny-greeting", "", "`text` of Tiny") },
		Start: simhttp.Starter(new(*tinySim), func(world simhttp.World) (*tinySim, error) {
			return &tinySim{
				Core:  simhttp.NewCore(simhttp.NewSwitch(tinyVerifyOfVerified, "1", "200 409", "How verifying again is answered.")),
				world: world, token: simhttp.RandomHex(world.Rand, 16), domains: map[string]string{},
			}, nil
		}),
	}
}

type tinyHandle = func(simhttp.Call) (simhttp.Response, *tinyFailure)

func (s *tinySim) Simulator() simhttp.Simulator {
	frame := simhttp.Frame[tinyHandle, tinyFailure]{
		Core:      &s.Core,
		Routes:    map[string]tinyHandle{"POST /v9/domains/{name}": s.verify},
		Serve:     func(c simhttp.Call, handle tinyHandle) (simhttp.Response, *tinyFailure) { return handle(c) },
		Unmatched: func(simhttp.Call, bool) *tinyFailure { return &tinyFailure{http.StatusNotFound} },
		Render: func(_ simhttp.Call, f *tinyFailure) simhttp.Response {
			return simhttp.JSON(f.status, map[string]string{"error": http.StatusText(f.status)})
		},
	}
	return simhttp.Simulator{
		Handlers: []http.Handler{frame.Handler()},
		Client:   func(urls []string) simhttp.Client { return tinyClient{urls[0], s.token} },
		Switches: s.Switches(),
		Drift: func(kind, domain string) error {
			defer s.Lock()()
			return simhttp.ApplyDrift("Tiny", s.drifts(), kind, domain, func(name string) (string, error) { return name, nil })
		},
		Snapshot: func() any { defer s.Lock()(); return maps.Clone(s.domains) },
		Domain:   s.state,
		Empty:    func() bool { defer s.Lock()(); return len(s.domains) == 0 },
		Operations: []simhttp.Operation{
			simhttp.Command(http.MethodPost, "/forget", simhttp.DomainExample, "forget a domain", s.forget),
		},
	}
}

type tinyClient struct {
	BaseURL string `json:"base_url"`
	Token   string `json:"token"`
}

func (c tinyClient) Variables() [][2]string {
	return [][2]string{{"TINY_BASE_URL", c.BaseURL}, {"TINY_TOKEN", c.Token}}
}

func (s *tinySim) verify(c simhttp.Call) (simhttp.Response, *tinyFailure) {
	name := c.PathValue("name")
	if s.domains[name] == "verified" {
		return simhttp.Response{Status: s.Number(tinyVerifyOfVerified)}, nil
	}
	var records []string
	s.Unlocked(func() { records, _ = s.world.LookupTXT(c.Context(), name) })
	s.domains[name] = "pending"
	if slices.Contains(records, s.token) {
		s.domains[name] = "verified"
	}
	return simhttp.JSON(http.StatusOK, map[string]string{"state": s.domains[name]}), nil
}

func (s *tinySim) state(name string) string {
	defer s.Lock()()
	if state, known := s.domains[name]; known {
		return state
	}
	return simhttp.Unknown
}

func (s *tinySim) forget(r simhttp.DomainBody) error {
	defer s.Lock()()
	if _, known := s.domains[r.Domain]; !known {
		return errors.New("forgetting a domain: there is none")
	}
	delete(s.domains, r.Domain)
	return nil
}

func (s *tinySim) drifts() []simhttp.Drift[string] {
	return []simhttp.Drift[string]{
		simhttp.NewDrift("unverify", func(name string) string {
			return simhttp.Unless(s.domains[name] == "verified", "is not verified")
		}, func(name string) { s.domains[name] = "pending" }),
	}
}

// postTiny verifies a domain at Tiny.
func postTiny(t *testing.T, baseURL, name string) (status int, text string) {
	t.Helper()
	r := simtest.Call(t, http.MethodPost, baseURL+"/domains/"+name, "", "", "", nil)
	return r.Status, r.Text
}

func TestFourthSimulatorIsServedWithoutAnotherFileTouched(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{Seed: 3, Simulators: []simhttp.Factory{tinyFactory()}})
	get := func(path string) (fields map[string]any) {
		t.Helper()
		status, text, fields := call(t, s, "GET", path, "")
		if status != 200 {
			t.Fatalf("GET %s: %d %s", path, status, text)
		}
		return fields
	}
	state := func() any { t.Helper(); return get("/domains?name=acme.test")["tiny"] }

	// How to reach it: GET /info, exports, GET /services.
	tiny, _ := get("/info")["tiny"].(map[string]any)
	baseURL, token := fmt.Sprint(tiny["base_url"]), fmt.Sprint(tiny["token"])
	exports := strings.Join(sandbox.Exports(s.Info().Variables()), "\n")
	for _, want := range []string{"export TINY_BASE_URL='" + baseURL + "'", "export TINY_TOKEN='" + token + "'", "export WEBEX_ORG_ID="} {
		if !strings.Contains(exports, want) {
			t.Errorf("exports lack %s:\n%s", want, exports)
		}
	}
	if !strings.HasSuffix(baseURL, "/v9") || len(token) != 16 {
		t.Errorf("base URL %s and token %s, want /v9 at the end and 16 digits", baseURL, token)
	}

	// Its DNS is the sandbox's.
	if err := s.DNS.SetTXT("acme.test", "acme.test", token); err != nil {
		t.Fatal(err)
	}
	before := state()
	status, text := postTiny(t, baseURL, "acme.test")
	if status != 200 || text != `{"state":"verified"}` || before != simhttp.Unknown || state() != "verified" {
		t.Errorf("before %v, verify %d %s, then %v, want unknown and verified", before, status, text, state())
	}

	// Switches, drift, operations of its own.
	must(t, s, "POST", "/switches", `{"service":"tiny","name":"verify_of_verified","value":"409"}`)
	if status, _ := postTiny(t, baseURL, "acme.test"); status != 409 {
		t.Errorf("verify again under the switch: %d, want 409", status)
	}
	must(t, s, "POST", "/drift", `{"service":"tiny","kind":"unverify","domain":"acme.test"}`)
	if diff := cmp.Diff(map[string]any{"acme.test": "pending"}, get("/state")["tiny"]); diff != "" {
		t.Errorf("state after the drift (-want +got):\n%s", diff)
	}
	if status, text, _ := call(t, s, "POST", "/drift", `{"service":"tiny","kind":"unverify","domain":"acme.test"}`); status != 400 || !strings.Contains(text, "it is not verified") {
		t.Errorf("impossible drift: %d %s, want 400 that says why", status, text)
	}
	must(t, s, "POST", "/tiny/forget", `{"domain":"acme.test"}`)
	if status, text, _ := call(t, s, "POST", "/tiny/forget", `{"domain":"acme.test"}`); status != 400 || !strings.Contains(text, "there is none") {
		t.Errorf("forgetting twice: %d %s, want 400", status, text)
	}
	if _, overview, _ := call(t, s, "GET", "/", ""); !strings.Contains(overview, "POST /tiny/forget") {
		t.Errorf("the overview lacks the operation: %s", overview)
	}
	_, services, _ := call(t, s, "GET", "/services", "")
	var list []sandbox.ServiceStatus
	if err := json.Unmarshal([]byte(services), &list); err != nil || len(list) < 4 || list[len(list)-1] != (sandbox.ServiceStatus{Name: "tiny", Title: "Tiny", BaseURL: baseURL, Empty: true}) {
		t.Errorf("services %s (%v), want Tiny last and empty", services, err)
	}

	// Faults and the request log.
	must(t, s, "POST", "/faults", `{"service":"tiny","kind":"status:503","times":1}`)
	if status, _ := postTiny(t, baseURL, "acme.test"); status != 503 || state() != simhttp.Unknown {
		t.Errorf("with the fault: %d and %v, want 503 and unknown", status, state())
	}
	_, log, _ := call(t, s, "GET", "/requests?service=tiny", "")
	if strings.Count(log, `"path":"/v9/domains/acme.test"`) != 3 {
		t.Errorf("log %s, want three calls", log)
	}
}

func TestFourthSimulatorHasItsFlags(t *testing.T) {
	t.Parallel()
	options := sandbox.Options{Simulators: []simhttp.Factory{tinyFactory()}}
	flags := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	options.Flags(flags)
	if err := flags.Parse([]string{"-tiny-api-port", "8009", "-tiny-greeting", "hello"}); err != nil || options.Ports.Hosts["tiny api"] != 8009 {
		t.Errorf("flags: %v, ports %v, want 8009 for the host", err, options.Ports.Hosts)
	}
	if err := flags.Parse([]string{"-tiny-api-port", "many"}); err == nil {
		t.Error("a port that is no number was accepted")
	}
}

func TestTwoSimulatorsOfOneNameAreRefused(t *testing.T) {
	t.Parallel()
	_, err := sandbox.Start(sandbox.Options{Simulators: []simhttp.Factory{tinyFactory(), tinyFactory()}})
	if err == nil || !strings.Contains(err.Error(), `two services of the name "tiny"`) {
		t.Errorf("got %v, want an error that names them", err)
	}
}
