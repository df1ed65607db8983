// SPDX-License-Identifier: MPL-2.0

package google

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The scopes of wire/google.md 1.1 and 2.
const (
	scopeVerification  = "https://www.googleapis.com/auth/siteverification"
	scopeCloudPlatform = "https://www.googleapis.com/auth/cloud-platform"
)

const (
	// kindMetadata is that of an identity.
	kindMetadata = "metadata"

	tokenURI     = "https://oauth2.googleapis.com/token"
	metadataHost = "metadata.google.internal"
	metadataPath = "/computeMetadata/v1/instance/service-accounts/default/token"
)

// clockMargin is how far the clock of this machine may be ahead of Google's, which issues no
// token for an assertion from the future (wire/google.md 2).
const clockMargin = 10 * time.Second

// identity is who the credentials are.
type identity struct {
	// kind is how they were given: a type of file, a setting, or kindMetadata.
	kind string
	// email is the address of a service account; empty where it is not known.
	email  string
	tokens httpapi.TokenSource
}

// tokenSources makes sources of access tokens. None makes a request yet.
type tokenSources struct {
	redactor *httpapi.Redactor
	deps     service.Dependencies
}

var addressForm = regexp.MustCompile(`^[^@\s/:]+@[^@\s/:]+$`)

// choose takes the credentials that come first. Errors are *service.SettingError.
func (s tokenSources) choose(values service.Values, file credentialsFile) (identity, error) {
	target := strings.ToLower(values[settingImpersonate])
	scope := scopeVerification
	if target != "" {
		scope = scopeCloudPlatform
	}
	own, err := s.own(values, file, scope)
	if err != nil || target == "" {
		return own, err
	}
	if !addressForm.MatchString(target) {
		return identity{}, &service.SettingError{Setting: settingImpersonate, Reason: "it is not the address of a service account"}
	}
	base, err := adapter.BaseURL(values, settingIAM, "https://iamcredentials.googleapis.com/v1/")
	if err != nil {
		return identity{}, err
	}
	address := base.JoinPath("projects", "-", "serviceAccounts", target+":generateAccessToken")
	return identity{own.kind, target, s.impersonated(own.tokens, address, values.List(settingDelegates), scopeVerification, file.QuotaProjectID)}, nil
}

func (s tokenSources) own(values service.Values, file credentialsFile, scope string) (identity, error) {
	token := values[settingAccessToken]
	switch {
	case strings.ContainsAny(token, " \t\r\n"):
		return identity{}, &service.SettingError{Setting: settingAccessToken, Reason: "it contains white space. Copy the access token alone"}
	case token != "":
		return identity{kind: settingAccessToken, tokens: httpapi.StaticToken(token)}, nil
	case file.Type == "":
		return identity{kind: kindMetadata, tokens: s.metadata(scope)}, nil
	}
	found, err := s.ofFile(file, scope)
	if err != nil {
		return identity{}, &service.SettingError{Setting: settingCredentials, Reason: err.Error()}
	}
	return found, nil
}

func (s tokenSources) ofFile(file credentialsFile, scope string) (identity, error) {
	named := map[string]string{typeImpersonated: file.ImpersonationURL, typeExternalAccount: file.TokenURL}[file.Type]
	address, err := url.Parse(adapter.FirstNonEmpty(named, file.TokenURI, tokenURI))
	if err != nil {
		return identity{}, errors.New("the address that it names for tokens is not a URL")
	}
	found := identity{kind: file.Type, email: strings.ToLower(file.ClientEmail)}
	switch file.Type {
	case typeServiceAccount:
		found.tokens = s.granted(file, address, httpapi.AssertionGrant(file.PrivateKey, s.assertion(file, scope)))
	case typeUser:
		found.tokens = s.granted(file, address, httpapi.RefreshGrant(file.RefreshToken))
	case typeImpersonated:
		source, err := s.ofFile(*file.Source, scopeCloudPlatform)
		if err != nil {
			return identity{}, err
		}
		found = identity{source.kind, impersonatedIn(file), s.impersonated(source.tokens, address, file.Delegates, scope, file.Source.QuotaProjectID)}
	default:
		found.email, found.tokens = impersonatedIn(file), s.federated(file, address, scope)
	}
	return found, nil
}

// impersonatedIn is the service account that the credentials act as, or empty.
func impersonatedIn(file credentialsFile) string {
	email, _, _ := strings.Cut(path.Base(file.ImpersonationURL), ":")
	if !addressForm.MatchString(email) {
		return ""
	}
	return strings.ToLower(email)
}

// granted is a grant at the token endpoint that the file names.
func (s tokenSources) granted(file credentialsFile, address *url.URL, grant httpapi.Grant) httpapi.TokenSource {
	config := adapter.TokenConfig(address, s.redactor, s.deps)
	config.Grant = grant
	if file.Type == typeUser { // the client_id of a key is a number that no token request has
		config.ClientID, config.ClientSecret = file.ClientID, file.ClientSecret
	}
	return httpapi.NewTokenEndpoint(config)
}

// assertion is what a service account proves itself by (RFC 7523). The library's own has
// the time of the machine.
func (s tokenSources) assertion(file credentialsFile, scope string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		issued := s.deps.Now().Add(-clockMargin)
		return adapter.SignJWT(file.key, map[string]any{"kid": file.PrivateKeyID}, map[string]any{
			"iss": file.ClientEmail, "scope": scope, "aud": adapter.FirstNonEmpty(file.TokenURI, tokenURI), "iat": issued.Unix(), "exp": issued.Add(time.Hour).Unix(),
		})
	}
}

// federated exchanges the token of another identity provider (external_account). The
// file was checked.
func (s tokenSources) federated(file credentialsFile, address *url.URL, scope string) httpapi.TokenSource {
	config := adapter.TokenConfig(address, s.redactor, s.deps)
	config.Transport = secretsOfLibrary{cmp.Or(s.deps.Transport, http.DefaultTransport), s.redactor}
	// The library's errors do not show a refusal as one.
	config.Classify = func(status int, _ http.Header, _ []byte) httpapi.Classification {
		if status >= http.StatusBadRequest && status < http.StatusInternalServerError && status != http.StatusTooManyRequests {
			return httpapi.Classification{Kind: httpapi.Refused}
		}
		return httpapi.Classification{}
	}
	config.Exchange = &httpapi.Exchange{Library: func(ctx context.Context) (*oauth2.Token, error) {
		credentials, err := google.CredentialsFromJSONWithType(ctx, file.text, google.ExternalAccount, scope)
		if err != nil {
			return nil, err
		}
		return credentials.TokenSource.Token()
	}}
	return httpapi.NewTokenEndpoint(config)
}

// secretsOfLibrary makes known what the library sends to prove who it is, which it gets from
// files and hosts on its own: hosts repeat it in refusals.
type secretsOfLibrary struct {
	next     http.RoundTripper
	redactor *httpapi.Redactor
}

// RoundTrip implements http.RoundTripper.
func (s secretsOfLibrary) RoundTrip(request *http.Request) (*http.Response, error) {
	s.redactor.Add(request.Header.Get("Authorization"))
	if request.Body == nil || request.ContentLength == 0 {
		return s.next.RoundTrip(request)
	}
	body, err := io.ReadAll(request.Body)
	_ = request.Body.Close()
	if err != nil {
		return nil, err
	}
	if form, err := url.ParseQuery(string(body)); err == nil {
		s.redactor.Add(form.Get("subject_token"))
	}
	// A round tripper must not change the request that it was given.
	request = request.Clone(request.Context())
	request.Body = io.NopCloser(bytes.NewReader(body))
	return s.next.RoundTrip(request)
}

// CloseIdleConnections is what http.Client looks for in its transport.
func (s secretsOfLibrary) CloseIdleConnections() {
	if closer, ok := s.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// impersonated gets the tokens of a service account by those of the source, whose quota
// project is used for that.
func (s tokenSources) impersonated(source httpapi.TokenSource, address *url.URL, delegates []string, scope, project string) httpapi.TokenSource {
	steps := []string{}
	for _, delegate := range delegates {
		steps = append(steps, "projects/-/serviceAccounts/"+path.Base(delegate))
	}
	config := adapter.TokenConfig(address, s.redactor, s.deps)
	config.Exchange = &httpapi.Exchange{
		Method: http.MethodPost, Header: billedTo(project), Bearer: source, Token: "accessToken", Expiry: "expireTime",
		Body: map[string]any{"scope": []string{scope}, "lifetime": "3600s", "delegates": steps},
	}
	return httpapi.NewTokenEndpoint(config)
}

// metadata gets the tokens of the machine's service account, where it is one of Google's.
func (s tokenSources) metadata(scope string) httpapi.TokenSource {
	address := &url.URL{Scheme: "http", Host: metadataHost, Path: metadataPath, RawQuery: url.Values{"scopes": {scope}}.Encode()}
	config := adapter.TokenConfig(address, s.redactor, s.deps)
	config.Exchange = &httpapi.Exchange{Header: http.Header{"Metadata-Flavor": {"Google"}}, Token: "access_token", Expiry: "expires_in"}
	return httpapi.NewTokenEndpoint(config)
}
