// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	_ "embed" // key and certificate
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math"
	"net/http"
	"strings"
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

// jwt is a token with the claims that are checked.
type jwt struct {
	header struct {
		Algorithm  string `json:"alg"`
		Type       string `json:"typ"`
		Thumbprint string `json:"x5t#S256"`
	}
	claims    claims
	signed    string
	signature []byte
}

type claims struct {
	Issuer    string `json:"iss"`
	Subject   string `json:"sub"`
	Audience  string `json:"aud"`
	ID        string `json:"jti"`
	IssuedAt  *int64 `json:"iat"`
	NotBefore int64  `json:"nbf"`
	Expires   int64  `json:"exp"`
}

func parseJWT(text string) (token jwt, err error) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return token, errors.New("no JSON web token")
	}
	for i, into := range []any{&token.header, &token.claims} {
		decoded, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err := errors.Join(err, json.Unmarshal(decoded, into)); err != nil {
			return token, err
		}
	}
	token.signed = parts[0] + "." + parts[1]
	token.signature, err = base64.RawURLEncoding.DecodeString(parts[2])
	return token, err
}

// refuseAssertion tells the kind of an assertion by its issuer: the app itself, or
// somebody whom it trusts.
func (s *Sim) refuseAssertion(text, tokenURL string) *refusal {
	token, err := parseJWT(text)
	if err != nil {
		return &refusal{http.StatusBadRequest, "invalid_request", 50027, "JWT token is invalid or malformed."}
	}
	if token.claims.Issuer == s.ClientID {
		if problem := s.certificateProblem(token, tokenURL); problem != "" {
			return &refusal{http.StatusUnauthorized, "invalid_client", 700027, "Client assertion failed: " + problem + "."}
		}
		return nil
	}
	expected := claims{Issuer: FederatedIssuer, Subject: FederatedSubject, Audience: FederatedAudience}
	got := claims{Issuer: token.claims.Issuer, Subject: token.claims.Subject, Audience: token.claims.Audience}
	digest := sha256.Sum256([]byte(token.signed))
	if got != expected || token.header.Algorithm != "RS256" || !s.timely(token.claims) ||
		rsa.VerifyPKCS1v15(&privateKey().PublicKey, crypto.SHA256, digest[:], token.signature) != nil {
		return &refusal{http.StatusUnauthorized, "invalid_client", 70021, "No matching federated identity record found for presented assertion."}
	}
	return nil
}

// certificateProblem is what is not as documented in an assertion that the app signed.
func (s *Sim) certificateProblem(token jwt, tokenURL string) string {
	digest := sha256.Sum256([]byte(token.signed))
	thumbprint := sha256.Sum256(decodePEM(appCertificate))
	switch {
	case token.header.Algorithm != "PS256" || token.header.Type != "JWT":
		return "the algorithm or the type is wrong"
	case token.header.Thumbprint != base64.RawURLEncoding.EncodeToString(thumbprint[:]):
		return "the key was not found"
	case rsa.VerifyPSS(&privateKey().PublicKey, crypto.SHA256, digest[:], token.signature, nil) != nil:
		return "the signature is wrong"
	case token.claims.Subject != s.ClientID || token.claims.Audience != tokenURL || token.claims.ID == "":
		return "subject, audience or ID is wrong"
	case !s.timely(token.claims) || token.claims.IssuedAt == nil || token.claims.Expires-token.claims.NotBefore > 600:
		return "it is not within its valid time range"
	}
	return ""
}

func (s *Sim) timely(c claims) bool {
	now := s.Now().Unix()
	return c.NotBefore <= now && now < c.Expires
}

func decodePEM(text string) []byte {
	block, _ := pem.Decode([]byte(text))
	return block.Bytes
}

func privateKey() *rsa.PrivateKey {
	key, err := x509.ParsePKCS8PrivateKey(decodePEM(appKey))
	if err != nil {
		panic("the key of the simulator: " + err.Error())
	}
	return key.(*rsa.PrivateKey)
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
	payload, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	signed := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, privateKey(), crypto.SHA256, digest[:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), err
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
