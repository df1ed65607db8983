// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Client configures a client of the simulated Google. All APIs have one host here.
type Client struct {
	BaseURL      string `json:"base_url"`                 // of Site Verification
	IAMBaseURL   string `json:"iam_credentials_base_url"` // of impersonation
	Credentials  string `json:"credentials"`              // key file of the service account
	AccessToken  string `json:"access_token"`             // of the service account, for a year
	Login        string `json:"login"`                    // application default credentials of a person
	Impersonated string `json:"may_impersonate"`          // by the service account
	Project      string `json:"project"`                  // that a person has to name
}

// Variables implements [simhttp.Client].
func (c Client) Variables() [][2]string {
	return [][2]string{{"GOOGLE_CREDENTIALS", c.Credentials}, {"GOOGLE_SITE_VERIFICATION_CUSTOM_ENDPOINT", c.BaseURL}, {"GOOGLE_IAM_CREDENTIALS_CUSTOM_ENDPOINT", c.IAMBaseURL}}
}

// Factory starts the simulator in a sandbox.
func Factory() simhttp.Factory {
	return simhttp.Factory{
		Name: "google", Title: "Google",
		Hosts: []simhttp.Host{{Name: "google", Title: "Google", BasePath: "/siteVerification/v1/"}},
		Start: simhttp.Starter(new(*Sim), func(world simhttp.World) (*Sim, error) { return New(Config{World: world}) }),
	}
}

// Simulator is how the sandbox sees it.
func (s *Sim) Simulator() simhttp.Simulator {
	return simhttp.Simulator{
		Handlers:   []http.Handler{s},
		Client:     func(urls []string) simhttp.Client { return s.client(urls[0]) },
		Switches:   s.Switches(),
		Drift:      s.Drift,
		Snapshot:   func() any { return s.Snapshot() },
		Domain:     func(name string) string { return s.Snapshot().state(name) },
		Empty:      func() bool { return len(s.Snapshot().Sites) == 0 },
		Operations: s.operations(),
	}
}

// client has both files as Google hands them out.
func (s *Sim) client(baseURL string) Client {
	root := strings.TrimSuffix(baseURL, "siteVerification/v1/")
	file := func(members map[string]string) string {
		encoded, _ := json.Marshal(members) // strings alone
		return string(encoded)
	}
	key := file(map[string]string{
		"type": "service_account", "project_id": Project, "private_key_id": "1", "private_key": serviceAccountKey,
		"client_email": s.config.ServiceAccount, "token_uri": root + "token",
	})
	login := file(map[string]string{
		"type": "authorized_user", "client_id": s.ClientID, "client_secret": s.ClientSecret, "refresh_token": s.config.RefreshToken, "token_uri": root + "token",
	})
	return Client{baseURL, root + "v1/", key, s.config.AccessToken, login, s.config.Impersonated, Project}
}

// operations are those of the control API.
func (s *Sim) operations() []simhttp.Operation {
	type token struct {
		AccessToken string `json:"access_token"`
	}
	const ownerExample = `{"domain":"acme.test","email":"somebody@else.test"}`
	own := []simhttp.Operation{
		simhttp.Command(http.MethodPost, "/owners", ownerExample, "make somebody an owner of a name, as if verified by a record", s.AddSiteOwner),
		simhttp.Command(http.MethodDelete, "/owners", ownerExample, "remove an owner of a name", s.RemoveSiteOwner),
		simhttp.Command(http.MethodPost, "/project", `{"disabled":["Site Verification API"],"quota_exhausted":true,"login_scopes":[]}`,
			"what is wrong with the project and its credentials from now on; left out is nothing", s.SetProject),
		simhttp.Query(http.MethodPost, "/tokens", `{"email":"","scopes":["https://www.googleapis.com/auth/siteverification"],"lifetime":"1h"}`,
			"issue an access token; left out means the service account, all scopes, an hour", func(r TokenRequest) (any, error) {
				value, err := s.IssueToken(r)
				return token{value}, err
			}),
	}
	return append(own, s.OAuth.Operations("", "")[1:]...) // issuing takes an identity here
}

// Snapshot is everything a test may want to compare, in JSON for the control API.
type Snapshot struct {
	Sites []SiteSnapshot `json:"sites"` // in order of the first verification
}

// SiteSnapshot shows who owns a name.
type SiteSnapshot struct {
	Domain string   `json:"domain"`
	Owners []string `json:"owners"`
}

// Snapshot is consistent: no request is half done in it.
func (s *Sim) Snapshot() Snapshot {
	defer s.Lock()()
	snapshot := Snapshot{[]SiteSnapshot{}}
	for _, t := range s.sites {
		shown := SiteSnapshot{Domain: t.name}
		for _, o := range t.owners {
			shown.Owners = append(shown.Owners, o.email)
		}
		snapshot.Sites = append(snapshot.Sites, shown)
	}
	return snapshot
}

// state is verified for a name that somebody owns. There is no other.
func (s Snapshot) state(name string) string {
	for _, t := range s.Sites {
		if t.Domain == name {
			return "verified"
		}
	}
	return simhttp.Unknown
}
