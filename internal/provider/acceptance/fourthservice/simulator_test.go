// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

const (
	recordPrefix = "fourth-verification="
	// tokenLife is how long a token can be verified.
	tokenLife = 7 * 24 * time.Hour
)

// What is not known of the service.
const (
	switchAfterVerification = "after_verification"
	switchExpiredToken      = "expired_token"
)

func switches() []simhttp.Switch {
	return []simhttp.Switch{
		simhttp.NewSwitch(switchAfterVerification, "1", "kept hidden name_hidden", "whether a verified domain shows token, name and expiry"),
		simhttp.NewSwitch(switchExpiredToken, "2", "shown hidden", "whether a token that has expired is shown with its expiry"),
		releaseSwitch(), subdomainSwitch(), releaseTimeSwitch(),
	}
}

// simulator is a service with one organization, which its API key names. It issues the
// names of records, and tokens that expire.
type simulator struct {
	simhttp.Core
	world   simhttp.World
	apiKey  string
	domains map[string]*simulatedDomain
	// archived are the domains that a release asked to archive.
	archived []string
}

type simulatedDomain struct {
	Name       string     `json:"name"`
	State      string     `json:"state"`
	Token      string     `json:"token"`
	RecordName string     `json:"record_name"`
	ExpiresAt  *time.Time `json:"expires_at"`
	// Users have addresses in the domain, which stand in the way of its release.
	Users []string `json:"users,omitempty"`

	// goneAt is when a release that is under way ends.
	goneAt time.Time
}

type failure struct {
	status  int
	Message string `json:"message"`
	// Users are some of those in the way, and UserCount is how many there are.
	Users     []string `json:"users,omitempty"`
	UserCount int      `json:"user_count,omitempty"`
}

func refused(status int, message string) *failure { return &failure{status: status, Message: message} }

type (
	call   = simhttp.Call
	handle = func(simhttp.Call) (simhttp.Response, *failure)
)

// factory makes the simulator. started gets it.
func factory(started **simulator) simhttp.Factory {
	return simhttp.Factory{
		Name: "fourth", Title: "Fourth", Hosts: []simhttp.Host{{Name: "fourth", Title: "Fourth", BasePath: "/v1"}},
		Start: simhttp.Starter(started, func(world simhttp.World) (*simulator, error) {
			return &simulator{Core: simhttp.NewCore(switches()...), world: world, apiKey: "fk_" + simhttp.RandomHex(world.Rand, 24), domains: map[string]*simulatedDomain{}}, nil
		}),
	}
}

func (s *simulator) Simulator() simhttp.Simulator {
	frame := simhttp.Frame[handle, failure]{
		Core: &s.Core,
		Routes: map[string]handle{
			"GET /v1/caller": s.caller, "GET /v1/domains": s.list, "POST /v1/domains": s.add,
			"POST /v1/domains/{name}/verify": s.verify, "POST /v1/domains/{name}/token": s.renew, "DELETE /v1/domains/{name}": s.remove,
		},
		Serve: func(c call, do handle) (simhttp.Response, *failure) {
			if s.callerOf(c) == "" {
				return simhttp.Response{}, refused(http.StatusUnauthorized, "unknown API key")
			}
			s.endReleases()
			return do(c)
		},
		Unmatched: func(simhttp.Call, bool) *failure { return refused(http.StatusNotFound, "no such address") },
		Render:    func(_ simhttp.Call, f *failure) simhttp.Response { return simhttp.JSON(f.status, f) },
	}
	return simhttp.Simulator{
		Handlers: []http.Handler{frame.Handler()},
		Client:   func(urls []string) simhttp.Client { return client{urls[0], s.apiKey} },
		Switches: s.Switches(),
		Drift: func(kind, domain string) error {
			defer s.Lock()()
			return simhttp.ApplyDrift("Fourth", s.drifts(), kind, domain, func(name string) (string, error) { return name, nil })
		},
		Snapshot: func() any { defer s.Lock()(); s.endReleases(); return maps.Clone(s.domains) },
		Domain: func(name string) string {
			defer s.Lock()()
			s.endReleases()
			if found := s.domains[name]; found != nil {
				return found.State
			}
			return simhttp.Unknown
		},
		Empty: func() bool { defer s.Lock()(); s.endReleases(); return len(s.domains) == 0 },
	}
}

type client struct {
	BaseURL string `json:"base_url"`
	APIKey  string `json:"api_key"`
}

func (c client) Variables() [][2]string {
	return [][2]string{{"FOURTH_BASE_URL", c.BaseURL}, {"FOURTH_API_KEY", c.APIKey}, {"FOURTH_ORGANIZATION_ID", "acme"}}
}

func (s *simulator) list(c call) (simhttp.Response, *failure) {
	shown := []simulatedDomain{}
	if caller := s.callerOf(c); caller == stranger || caller == nameless {
		return simhttp.JSON(http.StatusOK, map[string]any{"domains": shown}), nil
	}
	for _, name := range slices.Sorted(maps.Keys(s.domains)) {
		shown = append(shown, s.show(s.domains[name]))
	}
	return simhttp.JSON(http.StatusOK, map[string]any{"domains": shown}), nil
}

func (s *simulator) add(c call) (simhttp.Response, *failure) {
	var name string
	fields, err := c.Fields()
	if err != nil || fields.ReadStrictly(simhttp.Required("name", &name)) != nil || !strings.Contains(name, ".") {
		return simhttp.Response{}, refused(http.StatusBadRequest, "the name is missing")
	}
	if s.domains[name] != nil {
		return simhttp.Response{}, refused(http.StatusConflict, "the domain exists")
	}
	made := &simulatedDomain{Name: name, RecordName: s.recordName(name), State: "pending"}
	if s.isBornVerified(name) {
		made = &simulatedDomain{Name: name, State: "verified"}
	} else {
		s.issue(made)
	}
	s.domains[name] = made
	return simhttp.JSON(http.StatusCreated, s.show(made)), nil
}

func (s *simulator) recordName(domain string) string {
	return "_" + simhttp.RandomHex(s.world.Rand, 20) + "." + domain
}

// issue gives the domain a new token.
func (s *simulator) issue(domain *simulatedDomain) {
	expiresAt := s.world.Now().UTC().Add(tokenLife)
	domain.Token, domain.ExpiresAt = simhttp.RandomHex(s.world.Rand, 20), &expiresAt
}

func (s *simulator) hasExpired(domain *simulatedDomain) bool {
	return domain.State != "verified" && !s.world.Now().Before(*domain.ExpiresAt)
}

func (s *simulator) show(domain *simulatedDomain) simulatedDomain {
	shown := *domain
	switch {
	case shown.State == "verified" && s.Is(switchAfterVerification, "hidden"):
		shown.Token, shown.RecordName, shown.ExpiresAt = "", "", nil
	case shown.State == "verified" && s.Is(switchAfterVerification, "name_hidden"):
		shown.RecordName = ""
	case s.hasExpired(domain) && s.Is(switchExpiredToken, "hidden"):
		shown.Token, shown.ExpiresAt = "", nil
	}
	return shown
}

func (s *simulator) renew(c call) (simhttp.Response, *failure) {
	found := s.domains[c.PathValue("name")]
	switch {
	case found == nil:
		return simhttp.Response{}, refused(http.StatusNotFound, "no such domain")
	case found.State == "verified":
		return simhttp.Response{}, refused(http.StatusConflict, "the domain is verified")
	}
	s.issue(found)
	return simhttp.JSON(http.StatusOK, s.show(found)), nil
}

func (s *simulator) verify(c call) (simhttp.Response, *failure) {
	found := s.domains[c.PathValue("name")]
	if found == nil {
		return simhttp.Response{}, refused(http.StatusNotFound, "no such domain")
	}
	if s.hasExpired(found) {
		return simhttp.Response{}, refused(http.StatusGone, "the token has expired")
	}
	var records []string
	name, token := found.RecordName, found.Token
	s.Unlocked(func() { records, _ = s.world.LookupTXT(c.Context(), name) })
	if !slices.Contains(records, recordPrefix+token) {
		return simhttp.Response{}, refused(http.StatusUnprocessableEntity, "the record is missing")
	}
	found.State = "verified"
	return simhttp.JSON(http.StatusOK, s.show(found)), nil
}

func (s *simulator) remove(c call) (simhttp.Response, *failure) {
	name := c.PathValue("name")
	if s.domains[name] == nil {
		return simhttp.Response{}, refused(http.StatusNotFound, "no such domain")
	}
	var body struct{ Archive, Force bool }
	if json.Unmarshal(c.Body, &body) != nil {
		return simhttp.Response{}, refused(http.StatusBadRequest, "whether to archive is missing")
	}
	if refusal := s.held(c, s.domains[name]); refusal != nil {
		return simhttp.Response{}, refusal
	}
	if refusal := s.inUse(s.domains[name], body.Force); refusal != nil {
		return simhttp.Response{}, refusal
	}
	if body.Archive {
		s.archived = append(s.archived, name)
	}
	return s.release(s.domains[name], body.Force)
}

func (s *simulator) drifts() []simhttp.Drift[string] {
	there := func(name string) string { return simhttp.Unless(s.domains[name] != nil, "does not exist") }
	used := func(name string) string {
		return simhttp.Unless(s.domains[name] != nil && len(s.domains[name].Users) > 0, "is not in use")
	}
	return []simhttp.Drift[string]{
		simhttp.NewDrift("unverify", there, func(name string) { s.unverify(s.domains[name]) }),
		simhttp.NewDrift("rotate", there, func(name string) { s.issue(s.domains[name]) }),
		simhttp.NewDrift("rename", there, func(name string) { s.domains[name].RecordName = s.recordName(name) }),
		simhttp.NewDrift("use", there, func(name string) { s.domains[name].Users = users(name) }),
		simhttp.NewDrift("use_no_more", used, func(name string) { s.domains[name].Users = nil }),
		simhttp.NewDrift("remove", there, func(name string) { delete(s.domains, name) }),
	}
}
