// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

const (
	zone = servicetest.Zone
	// adminDomain is where the administrator has the mail address.
	adminDomain = "acme.test"
	probeDomain = "probe.corp.test"
)

// The requests of the steps, as parts of their lines.
const (
	organizationRead = "GET /v1/identity/organizations/"
	tokenRequest     = "/getDomainVerificationToken"
	verifyRequest    = "/verifyDomain"
	claimRequest     = "/claimDomain"
	unclaimRequest   = "/unclaimDomain"
	releaseRequest   = "/unverifyDomain"
)

func subject() servicetest.Subject {
	return servicetest.Subject{
		Definition: webex.Definition(),
		Calls: map[servicetest.Step]string{
			servicetest.StepAdd: tokenRequest, servicetest.StepChallenge: tokenRequest, servicetest.StepVerify: verifyRequest,
			servicetest.StepClaim: claimRequest, servicetest.StepUnclaim: unclaimRequest, servicetest.StepRelease: releaseRequest,
			servicetest.StepRead: organizationRead,
		},
		ErrorBody: func(text string) string {
			return fmt.Sprintf(`{"message":"%s","errorCode":"%s","trackingId":"%s"}`, text, text, text)
		},
	}
}

// mode is a way in which the adapter can learn what the organization has.
type mode string

const (
	unreadable   mode = "unreadable"
	probing      mode = "probing"
	listsReading mode = "lists in the organization read"
)

func modes() []mode    { return []mode{unreadable, probing, listsReading} }
func readable() []mode { return []mode{probing, listsReading} }

// world is a simulated Webex that can be read in one way.
type world struct {
	*servicetest.World
	*webexsim.Sim
	mode mode
}

func newWorld(t *testing.T, reading mode, change ...func(*webexsim.Config)) *world {
	t.Helper()
	config := webexsim.Config{AdminEmail: "admin@" + adminDomain}
	for _, c := range change {
		c(&config)
	}
	w := &world{mode: reading}
	w.World = servicetest.Start(t, subject(), webexsim.Factory(&config, &w.Sim))
	w.Unreadable = reading == unreadable
	switch reading {
	case probing:
		w.Values["drift_probe_domain"], w.WritesPerReading = probeDomain, 2
	case listsReading:
		w.Set(webexsim.SwitchOrganizationReadDomains, "present")
	}
	return w
}

func governmental(config *webexsim.Config) { config.Government = true }

// in plays a story in each of some modes.
func in(t *testing.T, modes []mode, story func(t *testing.T, w *world)) {
	t.Helper()
	for _, reading := range modes {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			story(t, newWorld(t, reading))
		})
	}
}

// unread starts the worlds of cases in which nothing can be read.
func unread(t *testing.T) *servicetest.World { return newWorld(t, unreadable).World }

// refreshing configures the refresh token in place of the access token.
func (w *world) refreshing() {
	credentials := w.Credentials()
	delete(w.Values, "access_token")
	w.Values["client_id"], w.Values["client_secret"], w.Values["refresh_token"] = credentials.ClientID, credentials.ClientSecret, credentials.RefreshToken
}

// life is the domain of most stories, in a new process.
func (w *world) life() *servicetest.Player { return w.Player("life." + zone) }

// brought is a domain that an earlier process has brought to a state, in a new process.
func (w *world) brought(domain string, state service.State) *servicetest.Player {
	w.T.Helper()
	return w.Player(domain).Bring(state).Anew()
}

// bodyOf is what most actions are sent for a domain.
func bodyOf(domain string) string { return `{"domain":"` + domain + `"}` }

// wantNoTokenRequest: a token request may replace a token, and makes a pending entry.
func (w *world) wantNoTokenRequest(domain string) {
	w.T.Helper()
	for _, body := range w.Bodies(tokenRequest) {
		if body == bodyOf(domain) {
			w.T.Errorf("a token was requested for %s", domain)
		}
	}
}

// wantLists compares what the organization has in truth.
func (w *world) wantLists(want string) {
	w.T.Helper()
	o := w.Snapshot().Organization
	w.WantEqual("at the service", want, fmt.Sprintf("pending=%v verified=%v claimed=%v reserved=%v", o.Pending, o.Verified, o.Claimed, o.Reserved))
}

const nothing = "pending=[] verified=[] claimed=[] reserved=[]"

// behind lets the organization read be ten minutes behind from now on.
func (w *world) behind() {
	w.Clock.Advance(time.Hour)
	w.Set(webexsim.SwitchOrganizationReadLag, "600")
}

func guardVerify(p *servicetest.Player, domain string) (notice string, err error) {
	return p.Service.(service.LockoutGuard).GuardVerify(p.T.Context(), p.World.ID(domain))
}

func guardRelease(p *servicetest.Player, domain string) (notice string, err error) {
	return p.Service.(service.LockoutGuard).GuardRelease(p.T.Context(), p.World.ID(domain))
}
