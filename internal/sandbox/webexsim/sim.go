// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is the whole of Webex as one organization's administrator sees it. It is an
// [http.Handler] whose API begins at /v1, and safe for concurrent use. Its Switches are
// the unknowns of wire/webex.md 6.
type Sim struct {
	simhttp.Core
	config  Config
	handler http.Handler

	own           *organization // the administrator's
	other         *organization // some other customer of Webex
	accessTokens  map[string]*accessToken
	refreshTokens map[string]time.Time // value to expiry
	refreshes     int
	lockedOut     bool
	outsideUsers  map[string]int // by domain: users in other organizations
	transient     map[string]int // by domain: those of them that were marked transient
}

// New starts a Webex that knows no domain yet.
func New(config Config) (*Sim, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	s := &Sim{
		Core:          simhttp.NewCore(switches()),
		config:        config,
		own:           newOrganization(config.OrganizationID, config.DisplayName, config.Government, config.Now()),
		other:         newOrganization(simhttp.RandomUUID(config.Rand), "Somebody Else Ltd.", false, config.Now()),
		accessTokens:  map[string]*accessToken{},
		refreshTokens: map[string]time.Time{config.RefreshToken: config.Now().Add(refreshTokenLifetime)},
		outsideUsers:  map[string]int{},
		transient:     map[string]int{},
	}
	s.own.enforce = config.Enforcement
	s.accessTokens[config.AccessToken] = s.newToken(TokenSpec{})
	s.handler = simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: s.serve, Unmatched: unmatched, Render: s.render,
		NewID: s.newTrackingID, IDHeader: "Trackingid",
	}.Handler()
	return s, nil
}

// BasePath is what a client's base URL ends in.
const BasePath = "/v1"

// ServeHTTP routes below /v1, and without it where the switch says so.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, BasePath+"/") && s.Is(SwitchPathWithoutVersion, "200") {
		r = r.Clone(r.Context())
		r.URL.Path = BasePath + r.URL.Path
		if r.URL.RawPath != "" {
			r.URL.RawPath = BasePath + r.URL.RawPath
		}
	}
	s.handler.ServeHTTP(w, r)
}

// newTrackingID is in the header of every response and in error bodies (wire/webex.md 4.3).
func (s *Sim) newTrackingID() string {
	return "ROUTER_" + strings.ToUpper(simhttp.RandomHex(s.config.Rand, 24))
}
