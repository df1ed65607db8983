// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"crypto/sha256"
	_ "embed" // key and certificate
	"encoding/base64"
	"encoding/pem"
	"math"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// The key and the certificate of the app. They open nothing but this simulator, and are
// fixed because making a key takes long. The issuer of federated tokens signs by the same
// key.
var (
	//go:embed app_key.pem
	appKey string
	//go:embed app_certificate.pem
	appCertificate string
	//go:embed app_with_password.pfx.txt
	appPFX string
	//go:embed app.pfx.txt
	appPFXFile string
)

const appPassword = "simulated-certificate-password"

// The federated credential that is registered with the app.
const (
	FederatedIssuer   = "https://token.actions.githubusercontent.com"
	FederatedSubject  = "repo:acme/infrastructure:ref:refs/heads/main"
	FederatedAudience = "api://AzureADTokenExchange"
)

// claims are those that are checked.
type claims struct {
	Issuer    string `json:"iss"`
	Subject   string `json:"sub"`
	Audience  string `json:"aud"`
	ID        string `json:"jti"`
	IssuedAt  *int64 `json:"iat"`
	NotBefore int64  `json:"nbf"`
	Expires   int64  `json:"exp"`
}

// refuseAssertion tells the kind of an assertion by its issuer: the app itself, or
// somebody whom it trusts.
func (s *Sim) refuseAssertion(text, tokenURL string) *refusal {
	var said claims
	token, err := simhttp.ParseJWT(text, &said)
	if err != nil {
		return &refusal{http.StatusBadRequest, "invalid_request", 50027, "JWT token is invalid or malformed."}
	}
	if said.Issuer == s.ClientID {
		if problem := s.certificateProblem(token, said, tokenURL); problem != "" {
			return &refusal{http.StatusUnauthorized, "invalid_client", 700027, "Client assertion failed: " + problem + "."}
		}
		return nil
	}
	expected := claims{Issuer: FederatedIssuer, Subject: FederatedSubject, Audience: FederatedAudience}
	got := claims{Issuer: said.Issuer, Subject: said.Subject, Audience: said.Audience}
	if got != expected || !s.timely(said) || !token.SignedBy(appKey, simhttp.RS256) {
		return &refusal{http.StatusUnauthorized, "invalid_client", 70021, "No matching federated identity record found for presented assertion."}
	}
	return nil
}

// certificateProblem is what is not as documented in an assertion that the app signed.
func (s *Sim) certificateProblem(token simhttp.JWT, said claims, tokenURL string) string {
	certificate, _ := pem.Decode([]byte(appCertificate))
	thumbprint := sha256.Sum256(certificate.Bytes)
	switch {
	case token.Algorithm != simhttp.PS256 || token.Type != "JWT":
		return "the algorithm or the type is wrong"
	case token.Thumbprint != base64.RawURLEncoding.EncodeToString(thumbprint[:]):
		return "the key was not found"
	case !token.SignedBy(appKey, simhttp.PS256):
		return "the signature is wrong"
	case said.Subject != s.ClientID || said.Audience != tokenURL || said.ID == "":
		return "subject, audience or ID is wrong"
	case !s.timely(said) || said.IssuedAt == nil || said.Expires-said.NotBefore > 600:
		return "it is not within its valid time range"
	}
	return ""
}

func (s *Sim) timely(c claims) bool {
	now := s.Now().Unix()
	return c.NotBefore <= now && now < c.Expires
}

// FederatedTokenSpec describes a token of the issuer. What is left out is what the app
// trusts, for ten minutes.
type FederatedTokenSpec struct {
	Subject, Audience string
	Lifetime          simhttp.Duration
	Forever           bool
}

// FederatedToken issues a token of the issuer that the app trusts.
func (s *Sim) FederatedToken(spec FederatedTokenSpec) (string, error) {
	c := claims{Issuer: FederatedIssuer, Subject: FederatedSubject, Audience: FederatedAudience, ID: simhttp.RandomUUID(s.config.Rand)}
	if spec.Subject != "" {
		c.Subject = spec.Subject
	}
	if spec.Audience != "" {
		c.Audience = spec.Audience
	}
	lifetime := spec.Lifetime.Duration
	if lifetime == 0 {
		lifetime = 10 * time.Minute
	}
	now := s.Now()
	if c.Expires = math.MaxInt32; !spec.Forever {
		c.NotBefore, c.Expires = now.Unix(), now.Add(lifetime).Unix()
	}
	return simhttp.SignJWT(appKey, c)
}

// The endpoint that hands tokens to a run of GitHub Actions.
const (
	actionsPath         = "/actions/token"
	actionsRequestToken = "simulated-actions-request"
)

func (s *Sim) actionsToken(c simhttp.Call) (simhttp.Response, *refusal) {
	audience := c.URL.Query().Get("audience")
	if value, _ := c.Bearer("Bearer"); value != actionsRequestToken || audience == "" {
		return simhttp.Response{}, &refusal{http.StatusUnauthorized, "invalid_request", 0, "The request token or the audience is missing."}
	}
	value, err := s.FederatedToken(FederatedTokenSpec{Audience: audience})
	if err != nil {
		return simhttp.Response{}, &refusal{http.StatusInternalServerError, "server_error", 0, err.Error()}
	}
	return simhttp.JSON(http.StatusOK, map[string]string{"value": value}), nil
}
