// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The time of an App's JWT. GitHub allows ten minutes by its own clock, which may be
// behind, and advises to begin a minute in the past (wire/github.md 2).
const (
	jwtBegins = -time.Minute
	jwtEnds   = 5 * time.Minute
)

var numberForm = regexp.MustCompile(`^[0-9]+$`)

// appTokens gets the tokens of an App's installation, which last an hour.
func appTokens(values service.Values, config httpapi.Config, deps service.Dependencies, at endpoints) (httpapi.TokenSource, error) {
	installation := values[settingInstallationID]
	if !numberForm.MatchString(installation) {
		return nil, &service.SettingError{Setting: settingInstallationID, Reason: fmt.Sprintf("%q is not a number. It is the end of the address of the installation's settings page", installation)}
	}
	key, err := parseKey(values[settingAppKey])
	if err != nil {
		return nil, &service.SettingError{Setting: settingAppKey, Reason: err.Error()}
	}
	url := at.base.JoinPath(at.rest, "app", "installations", installation, "access_tokens")
	now := deps.Now
	if now == nil {
		now = time.Now
	}
	return httpapi.NewTokenEndpoint(httpapi.TokenConfig{
		TokenURL: url, Redactor: config.Redactor, Transport: deps.Transport, Now: deps.Now, Sleep: deps.Sleep, Log: deps.Log,
		MinPause: deps.MinPause, MaxPause: deps.MaxPause, Classify: config.Classify,
		Exchange: &httpapi.Exchange{
			Request: func(ctx context.Context) (*http.Request, error) {
				jwt, err := signJWT(key, values[settingAppID], now())
				if err != nil {
					return nil, err
				}
				request, err := http.NewRequestWithContext(ctx, http.MethodPost, url.String(), http.NoBody)
				if err != nil {
					return nil, err
				}
				request.Header.Set("Authorization", "Bearer "+jwt)
				request.Header.Set("Accept", "application/json")
				request.Header.Set("User-Agent", deps.UserAgent)
				return request, nil
			},
			Token: func(body []byte) (string, time.Duration, error) {
				var issued struct {
					Token     string    `json:"token"`
					ExpiresAt time.Time `json:"expires_at"`
				}
				if err := json.Unmarshal(body, &issued); err != nil {
					return "", 0, err
				}
				return issued.Token, issued.ExpiresAt.Sub(now()), nil
			},
		},
	}), nil
}

// parseKey reads the private key that GitHub hands out, or one that was converted.
func parseKey(text string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(strings.ReplaceAll(text, `\n`, "\n")))
	if block == nil {
		return nil, errors.New("it is not the contents of a PEM file, which begin with -----BEGIN RSA PRIVATE KEY-----. Read the file with file(\"…\")")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, isRSA := parsed.(*rsa.PrivateKey)
	if err != nil || !isRSA {
		return nil, errors.New("it is not an RSA private key in PKCS #1 or PKCS #8, without passphrase. Download the key of the App again")
	}
	return key, nil
}

// signJWT makes the JWT by which an App asks for a token (RFC 7515 section 3.1, RS256).
func signJWT(key *rsa.PrivateKey, appID string, now time.Time) (string, error) {
	header, err := json.Marshal(map[string]string{"alg": "RS256", "typ": "JWT"})
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(map[string]any{"iss": appID, "iat": now.Add(jwtBegins).Unix(), "exp": now.Add(jwtEnds).Unix()})
	if err != nil {
		return "", err
	}
	signed := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(claims)
	digest := sha256.Sum256([]byte(signed))
	// PKCS #1 v1.5 needs no randomness.
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	if err != nil {
		return "", err
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}
