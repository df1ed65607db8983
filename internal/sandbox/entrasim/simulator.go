// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Client configures a client of the simulated Entra ID.
type Client struct {
	GraphURL string `json:"graph_url"`
	LoginURL string `json:"login_url"`
	TenantID string `json:"tenant_id"`
	ClientID string `json:"client_id"`
	Secret   string `json:"client_secret"`

	// PKCS #12 in Base64, with the password and without. Of files, this is the content.
	Certificate     string `json:"client_certificate"`
	Password        string `json:"client_certificate_password"`
	CertificateFile string `json:"client_certificate_path"`

	// Tokens that do not expire: of the issuer that the app trusts, and of Entra itself.
	FederatedToken string `json:"oidc_token"`
	FederatedFile  string `json:"oidc_token_file_path"`
	AccessToken    string `json:"access_token"`

	OtherTenantID     string `json:"other_tenant_id"`     // managed, has the app as well
	UnmanagedTenantID string `json:"unmanaged_tenant_id"` // does not have the app

	ActionsURL          string `json:"oidc_request_url"`
	ActionsRequestToken string `json:"oidc_request_token"`
}

// Variables implements [simhttp.Client].
func (c Client) Variables() [][2]string {
	return [][2]string{
		{"ARM_TENANT_ID", c.TenantID},
		{"ARM_CLIENT_ID", c.ClientID},
		{"ARM_CLIENT_SECRET", c.Secret},
		{"DOMAINVERIFY_ENTRA_GRAPH_URL", c.GraphURL},
		{"DOMAINVERIFY_ENTRA_LOGIN_URL", c.LoginURL},
	}
}

// Factory starts the simulator in a sandbox.
func Factory() simhttp.Factory {
	return simhttp.Factory{
		Name:  "entra",
		Title: "Microsoft Entra ID",
		Hosts: []simhttp.Host{{Name: "entra graph", Title: "Microsoft Graph"}, {Name: "entra login", Title: "Microsoft login"}},
		Start: simhttp.Starter(new(*Sim), func(world simhttp.World) (*Sim, error) { return New(Config{World: world}) }),
	}
}

// Simulator is how the sandbox sees it.
func (s *Sim) Simulator() simhttp.Simulator {
	return simhttp.Simulator{
		Handlers: []http.Handler{s.Graph, s.Login},
		Client:   func(urls []string) simhttp.Client { return s.Client(urls[0], urls[1]) },
		Switches: s.Switches(),
		Drift:    s.Drift,
		Snapshot: func() any { return s.Snapshot() },
		Domain: func(name string) string {
			d, found := s.Snapshot().Domain(Own, name)
			switch {
			case !found:
				return simhttp.Unknown
			case strings.HasPrefix(d.State, forceDelete) && !strings.HasSuffix(d.State, "Failed"):
				return "releasing"
			case d.Verified:
				return "verified"
			}
			return "unverified"
		},
		Empty: func() bool {
			return !slices.ContainsFunc(s.Snapshot().Domains, func(d DomainSnapshot) bool { return d.Tenant == Own && !d.Initial })
		},
		Operations: s.operations(),
	}
}

// Client configures a client, once the base URLs of both hosts are known.
func (s *Sim) Client(graph, login string) Client {
	return Client{
		GraphURL: graph, LoginURL: login, TenantID: s.tenants[0].ID, ClientID: s.ClientID, Secret: s.ClientSecret,
		Certificate: appPFX, Password: appPassword, CertificateFile: appPFXFile, FederatedToken: s.federated, FederatedFile: s.federated, AccessToken: s.accessToken,
		OtherTenantID: s.tenants[1].ID, UnmanagedTenantID: s.tenants[2].ID,
		ActionsURL: login + actionsPath + "?api-version=2.0", ActionsRequestToken: actionsRequestToken,
	}
}

// operations are those of the control API.
func (s *Sim) operations() []simhttp.Operation {
	return append([]simhttp.Operation{
		simhttp.Command(http.MethodPost, "/domains", `{"domain":"acme.test","tenant":"unmanaged","verified":true}`,
			"add a domain in any state for the own tenant, for other, a managed one, or for unmanaged", s.AddDomain),
		simhttp.Command(http.MethodDelete, "/hold", simhttp.DomainExample, "another tenant that has the domain deletes it",
			func(r simhttp.DomainBody) error { return s.ReleaseElsewhere(r.Domain) }),
		simhttp.Command(http.MethodPost, "/references", `{"domain":"acme.test","users":3,"groups":1,"applications":1,"multitenant":false,"exchange":false}`,
			"what uses a domain of the own tenant", s.SetReferences),
		simhttp.Command(http.MethodPost, "/consent", `{"scopes":["Domain.Read.All"]}`,
			"the permissions in tokens that the token endpoint issues from now on", s.Consent),
		simhttp.Query(http.MethodPost, "/federated-tokens", `{"subject":"repo:acme/other:ref:refs/heads/main","audience":"","lifetime":"10m"}`,
			"issue a token of the federated issuer; left out means as registered with the app", func(spec FederatedTokenSpec) (any, error) {
				defer s.Lock()()
				token, err := s.FederatedToken(spec)
				return map[string]string{"token": token}, err
			}),
	}, s.OAuth.Operations(`{"scopes":["Domain.Read.All"],"not_admin":true,"lifetime":"1h"}`,
		"issue an access token of the own tenant; left out means all permissions, a role that may write, an hour")...)
}

// Snapshot is everything a test may want to compare, in JSON for the control API.
type Snapshot struct {
	Tenants []TenantSnapshot `json:"tenants"`
	Domains []DomainSnapshot `json:"domains"` // by tenant, in order of adding
}

// Snapshot is consistent: no request is half done in it.
func (s *Sim) Snapshot() Snapshot {
	defer s.Lock()()
	s.settle()
	snapshot := Snapshot{}
	for _, t := range s.tenants {
		shown := t.TenantSnapshot
		shown.TakenOver = append([]string{}, t.TakenOver...)
		snapshot.Tenants = append(snapshot.Tenants, shown)
		for _, d := range t.domains {
			if !d.deleted.IsZero() {
				continue
			}
			shown := d.DomainSnapshot
			if d.operation != nil {
				shown.State = d.operation.kind + " " + s.status(d.operation)
			}
			snapshot.Domains = append(snapshot.Domains, shown)
		}
	}
	return snapshot
}

// Domain finds a domain of a tenant; false is that it has none.
func (s Snapshot) Domain(role, name string) (DomainSnapshot, bool) {
	return simhttp.First(s.Domains, func(d DomainSnapshot) bool { return d.Tenant == role && d.Domain == name })
}
