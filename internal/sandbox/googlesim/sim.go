// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"cmp"
	_ "embed" // the key
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Sim is one Google Cloud project with its identities. It is an
// [http.Handler] for all of Google's hosts and safe for concurrent use. Its Switches are
// the unknowns of wire/google.md.
type Sim struct {
	simhttp.OAuth
	http.Handler
	config Config

	holders     map[string]Identity // of access tokens
	sites       []*site             // in order of the first verification
	generations map[string]int      // of tokens, see generation
	project     ProjectState
	checked     time.Time // when proofs were last looked for
}

// Identity is who calls.
type Identity struct {
	Email  string
	Person bool // billed to a quota project
}

// Config describes the simulated Google. What is left empty is made up.
type Config struct {
	simhttp.World
	ServiceAccount string // has the key
	Impersonated   string // the service account may act as it
	Person         string // has the refresh token
	RefreshToken   string
	AccessToken    string // of the service account
}

const (
	// Project is the quota project of all identities.
	Project = "acme-project"
	// PersonsProject is another one, that the person alone may use.
	PersonsProject = "admin-project"
)

// serviceAccountKey opens nothing but this simulator, and is fixed because making one
// takes long.
//
//go:embed service_account_key.pem
var serviceAccountKey string

// New starts a Google without verified domains.
func New(config Config) (*Sim, error) {
	if err := config.Check("Google"); err != nil {
		return nil, err
	}
	if config.LookupCNAME == nil {
		return nil, errors.New("configuring the Google simulator: LookupCNAME is required")
	}
	const accounts = "@" + Project + ".iam.gserviceaccount.com"
	config.ServiceAccount = cmp.Or(config.ServiceAccount, "terraform"+accounts)
	config.Impersonated = cmp.Or(config.Impersonated, "verifier"+accounts)
	config.Person = cmp.Or(config.Person, "admin@primary.test")
	config.RefreshToken = cmp.Or(config.RefreshToken, "1//"+simhttp.RandomHex(config.Rand, 40))
	newValue := func() string { return "ya29." + simhttp.RandomHex(config.Rand, 40) }
	config.AccessToken = cmp.Or(config.AccessToken, newValue())
	s := &Sim{
		OAuth: simhttp.OAuth{
			Core: simhttp.NewCore(switches()...), Now: config.Now, Lifetime: time.Hour, Scopes: AllScopes(),
			NewValue:     newValue,
			ClientID:     "acme.apps.googleusercontent.com",
			ClientSecret: "GOCSPX-" + simhttp.RandomHex(config.Rand, 28),
		},
		config: config, holders: map[string]Identity{}, generations: map[string]int{}, checked: config.Now(),
	}
	s.holders[config.AccessToken] = Identity{Email: config.ServiceAccount}
	s.Grant(config.AccessToken, simhttp.TokenSpec{Lifetime: 365 * 24 * time.Hour})
	frame := simhttp.Frame[endpoint, failure]{
		Core: &s.Core, Routes: routes(), Serve: s.serve, Render: s.render, Now: config.Now,
		Unmatched: func(simhttp.Call, bool) *failure { return refuse(http.StatusNotFound, "notFound", "Not Found") },
	}
	s.Handler = plainIDs(frame.Handler())
	return s, nil
}

// plainIDs lets an id through that is not encoded, whose slashes [http.ServeMux] would
// clean away (wire/google.md 1.2).
func plainIDs(next http.Handler) http.Handler {
	const resource = "/webResource/"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if before, id, found := strings.Cut(r.URL.EscapedPath(), resource); found {
			r.URL.RawPath = before + resource + strings.ReplaceAll(id, "/", "%2F")
		}
		next.ServeHTTP(w, r)
	})
}

// identity is a person or service account of the project. Others do not exist.
func (s *Sim) identity(email string) (Identity, bool) {
	switch email {
	case s.config.ServiceAccount, s.config.Impersonated:
		return Identity{Email: email}, true
	case s.config.Person:
		return Identity{Email: email, Person: true}, true
	}
	return Identity{}, false
}
