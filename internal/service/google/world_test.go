// SPDX-License-Identifier: MPL-2.0

package google_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/googlesim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/google"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// The requests of the steps, as parts of their lines.
const (
	listRequest    = "GET /siteVerification/v1/webResource"
	tokenRequest   = "POST /siteVerification/v1/token"
	verifyRequest  = "POST /siteVerification/v1/webResource"
	releaseRequest = "DELETE /siteVerification/v1/webResource/"
)

func subject() servicetest.Subject {
	return servicetest.Subject{
		Definition: google.Definition(), Organization: "self", ReadsTokens: true, RegistersNothing: true,
		Calls: map[servicetest.Step]string{
			servicetest.StepAdd: "no request", servicetest.StepChallenge: tokenRequest, servicetest.StepVerify: verifyRequest,
			servicetest.StepRelease: releaseRequest, servicetest.StepRead: listRequest,
		},
		ErrorBody: func(text string) string { return refusal("forbidden", text) },
	}
}

// refusal is an error as the API words it.
func refusal(reason, text string) string {
	return fmt.Sprintf(`{"error":{"code":403,"message":"%[2]s","errors":[{"domain":"global","reason":"%[1]s","message":"%[2]s"}]}}`, reason, text)
}

// world is a simulated Google, called by an access token.
type world struct {
	*servicetest.World
	*googlesim.Sim
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: servicetest.Start(t, subject(), googlesim.Factory())}
	w.Sim = w.World.Simulator.Own.(*googlesim.Sim)
	delete(w.Values, "credentials")
	w.Values["access_token"] = w.client().AccessToken
	return w
}

// client is what configures a client of the simulator.
func (w *world) client() googlesim.Client {
	return w.World.Simulator.Client([]string{w.Values["base_url"]}).(googlesim.Client)
}

// by makes later processes use a credentials file, with changes of its members.
func (w *world) by(credentials string, changes ...map[string]any) *world {
	w.T.Helper()
	members := map[string]any{}
	w.Must(json.Unmarshal([]byte(credentials), &members))
	for _, change := range changes {
		for name, value := range change {
			members[name] = value
		}
	}
	encoded, err := json.Marshal(members)
	w.Must(err)
	delete(w.Values, "access_token")
	w.Values["credentials"] = string(encoded)
	return w
}

func (w *world) project(state googlesim.ProjectState) { w.Must(w.SetProject(state)) }

// issue makes an access token of later processes.
func (w *world) issue(scopes ...string) {
	w.T.Helper()
	token, err := w.IssueToken(googlesim.TokenRequest{Scopes: scopes})
	w.Must(err)
	w.Values["access_token"] = token
}

func start(t *testing.T) *servicetest.World { return newWorld(t).World }

type fault = simhttp.Fault

// faults refuse all requests whose line contains match.
func faults(match string, status int, reason, text string) []fault {
	return []fault{servicetest.Always(match, fmt.Sprintf("status:%d", status), refusal(reason, text))}
}
