// SPDX-License-Identifier: MPL-2.0

package google

import (
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The types of credentials files that are accepted (wire/google.md 2).
const (
	typeServiceAccount  = "service_account"
	typeUser            = "authorized_user"
	typeExternalAccount = "external_account"
	typeImpersonated    = "impersonated_service_account"
)

// credentialsFile is what Google and gcloud write. What it names is called with what is
// secret in it, so that it is held to the hosts that Google documents.
type credentialsFile struct {
	Type           string `json:"type"`
	QuotaProjectID string `json:"quota_project_id"`
	TokenURI       string `json:"token_uri"`

	ClientEmail  string `json:"client_email"`
	PrivateKey   string `json:"private_key"`
	PrivateKeyID string `json:"private_key_id"`

	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	RefreshToken string `json:"refresh_token"`

	ImpersonationURL string           `json:"service_account_impersonation_url"`
	Delegates        []string         `json:"delegates"`
	Source           *credentialsFile `json:"source_credentials"`

	TokenURL         string           `json:"token_url"`
	CredentialSource credentialSource `json:"credential_source"`

	// Web and Installed are those of an OAuth client, which is no credentials.
	Web       json.RawMessage `json:"web"`
	Installed json.RawMessage `json:"installed"`

	key *rsa.PrivateKey
	// text is the whole file.
	text []byte
}

// credentialSource is where workload identity federation gets the token of another
// identity provider.
type credentialSource struct {
	File            string          `json:"file"`
	URL             string          `json:"url"`
	EnvironmentID   string          `json:"environment_id"`
	RegionURL       string          `json:"region_url"`
	VerificationURL string          `json:"regional_cred_verification_url"`
	IMDSv2URL       string          `json:"imdsv2_session_token_url"`
	Executable      json.RawMessage `json:"executable"`
	Certificate     json.RawMessage `json:"certificate"`
}

// readCredentials returns the credentials file that is set, or the one of gcloud where
// nothing is, or none. Errors are *service.SettingError.
func readCredentials(values service.Values, redactor *httpapi.Redactor) (credentialsFile, error) {
	text := []byte(values[settingCredentials])
	var err error
	switch isJSON := strings.HasPrefix(strings.TrimSpace(values[settingCredentials]), "{"); {
	case values[settingAccessToken] != "":
		return credentialsFile{}, nil
	case len(text) == 0:
		if text = gcloudFile(values[settingGcloud]); text == nil {
			return credentialsFile{}, nil
		}
	case !isJSON:
		text, err = adapter.ReadFile(values[settingCredentials])
	}
	if err != nil {
		return credentialsFile{}, &service.SettingError{Setting: settingCredentials, Reason: fmt.Sprintf("it is neither JSON nor the path of a file that can be read: %v", err)}
	}
	if len(text) == 0 {
		return credentialsFile{}, &service.SettingError{Setting: settingCredentials, Reason: "the file is empty"}
	}
	file, err := parseCredentials([]byte(strings.TrimPrefix(string(text), "\ufeff")))
	if err != nil {
		return credentialsFile{}, &service.SettingError{Setting: settingCredentials, Reason: err.Error()}
	}
	for _, holder := range []*credentialsFile{&file, file.Source} {
		if holder != nil {
			redactor.Add(holder.PrivateKey)
			redactor.Add(holder.ClientSecret)
			redactor.Add(holder.RefreshToken)
		}
	}
	return file, nil
}

// gcloudFile is the file of application default credentials in one of the places where
// gcloud leaves it, or nil.
func gcloudFile(folder string) []byte {
	if folder == "" {
		return nil
	}
	for _, below := range []string{"", "gcloud", filepath.Join(".config", "gcloud")} {
		path := filepath.Join(folder, below, "application_default_credentials.json")
		if text, err := os.ReadFile(path); err == nil { //nolint:gosec // the user names the folder
			return text
		}
	}
	return nil
}

func parseCredentials(text []byte) (file credentialsFile, err error) {
	if json.Unmarshal(text, &file) != nil {
		return file, errors.New("the file is not the JSON of Google credentials")
	}
	file.text = text
	if err = file.check(); err == nil && file.Source != nil {
		err = file.Source.check()
	}
	return file, err
}

func (f *credentialsFile) check() (err error) {
	required, known := map[string]map[string]string{
		typeServiceAccount:  {"client_email": f.ClientEmail, "private_key": f.PrivateKey},
		typeUser:            {"client_id": f.ClientID, "client_secret": f.ClientSecret, "refresh_token": f.RefreshToken},
		typeExternalAccount: {"token_url": f.TokenURL},
		typeImpersonated:    {"service_account_impersonation_url": f.ImpersonationURL},
	}[f.Type]
	switch {
	case !known && (f.Web != nil || f.Installed != nil):
		return errors.New("it is the file of an OAuth client, which is no credentials. Log in with it: " + loginCommand + " --client-id-file=FILE")
	case !known:
		return fmt.Errorf("its type is %q; must be one of %s, %s, %s, %s", adapter.Shorten(f.Type), typeServiceAccount, typeUser, typeExternalAccount, typeImpersonated)
	}
	for name, value := range required {
		if value == "" {
			return fmt.Errorf("the credentials of the type %s have no %s", f.Type, name)
		}
	}
	for name, address := range map[string]string{"token_uri": f.TokenURI, "token_url": f.TokenURL, "service_account_impersonation_url": f.ImpersonationURL} {
		if err = checkAddress(name, address, isGoogle); err != nil {
			return err
		}
	}
	switch f.Type {
	case typeServiceAccount:
		if f.key, err = adapter.ParseRSAKey(f.PrivateKey); err != nil {
			return fmt.Errorf("its private_key cannot be read: %w", err)
		}
	case typeImpersonated:
		if f.Source == nil || f.Source.Type != typeServiceAccount && f.Source.Type != typeUser {
			return errors.New("its source_credentials are neither those of a service account nor of a person")
		}
	case typeExternalAccount:
		return f.CredentialSource.check()
	}
	return nil
}

// check refuses what would let a file run a program, or get a token from anybody.
func (s credentialSource) check() error {
	switch {
	case s.Executable != nil || s.Certificate != nil:
		return errors.New("its credential_source is an executable or a certificate, which are not used. Have the token written to a file, and name that as credential_source.file")
	case s.File == "" && s.URL == "" && s.EnvironmentID == "":
		return errors.New("its credential_source has neither file nor url nor environment_id")
	}
	// The region is filled in by the library, in this address alone.
	verificationURL := strings.ReplaceAll(s.VerificationURL, "{region}", "region")
	for name, address := range map[string]string{"url": s.URL, "region_url": s.RegionURL, "regional_cred_verification_url": verificationURL, "imdsv2_session_token_url": s.IMDSv2URL} {
		if err := checkAddress("credential_source."+name, address, isTokenIssuer); err != nil {
			return fmt.Errorf("%w. Where another host issues the tokens, have one written to a file, and name that as credential_source.file", err)
		}
	}
	return nil
}

// checkAddress holds an address of a credentials file to https and known hosts. The
// metadata servers of clouds have a fixed address of the machine's own network, and no
// https.
func checkAddress(name, address string, known func(host string) bool) error {
	parsed, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("its %s is not a URL", name)
	}
	host := strings.ToLower(parsed.Hostname())
	isPlain := parsed.Scheme == "http" && (httpapi.IsLoopback(host) || isMetadataServer(host) && known(host))
	if address == "" || isPlain || parsed.Scheme == "https" && (known(host) || httpapi.IsLoopback(host)) {
		return nil
	}
	return fmt.Errorf("its %s is at %s://%s, which is not an address that Google documents", name, adapter.Shorten(parsed.Scheme), adapter.Shorten(host))
}

func isGoogle(host string) bool {
	return host == "accounts.google.com" || strings.HasSuffix(host, ".googleapis.com")
}

func isTokenIssuer(host string) bool {
	return isMetadataServer(host) || strings.HasSuffix(host, ".actions.githubusercontent.com") || strings.HasSuffix(host, ".amazonaws.com")
}

func isMetadataServer(host string) bool { return host == "169.254.169.254" || host == "fd00:ec2::254" }
