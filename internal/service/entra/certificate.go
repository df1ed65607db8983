// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// assertionLasts is how long an assertion is valid; Microsoft recommends five to ten
// minutes (wire/entra.md 5).
const assertionLasts = 5 * time.Minute

// certificate proves the app.
type certificate struct {
	key  *rsa.PrivateKey
	leaf *x509.Certificate
}

// certificateAssertion returns assertions that a certificate signs. One in the
// configuration is decoded at once, so that what is wrong with it is an error of the
// setting; that of a file is read for each assertion.
func certificateAssertion(kind string, values service.Values, redactor *httpapi.Redactor, deps service.Dependencies) (func(context.Context, string) (string, error), error) {
	var configured certificate
	if kind == settingCertificate {
		if _, isBase64 := fromBase64(values[kind]); !isBase64 {
			return nil, &service.SettingError{Setting: kind, Reason: "it is not Base64. Set it to filebase64(\"app.pfx\"), or client_certificate_path to the path of the file"}
		}
		var err error
		if configured, err = decodeCertificate([]byte(values[kind]), values[settingPassword], redactor); err != nil {
			return nil, &service.SettingError{Setting: kind, Reason: err.Error()}
		}
	}
	load := func() (certificate, error) {
		if kind == settingCertificate {
			return configured, nil
		}
		content, err := readFile(kind, values[kind])
		if err != nil {
			return certificate{}, err
		}
		loaded, err := decodeCertificate(content, values[settingPassword], redactor)
		if err != nil {
			return certificate{}, unusable(kind, err.Error())
		}
		return loaded, nil
	}
	return func(_ context.Context, tokenURL string) (string, error) {
		loaded, err := load()
		if err != nil {
			return "", err
		}
		if now := deps.Now(); now.After(loaded.leaf.NotAfter) {
			return "", unusable(kind, "the certificate has expired on "+loaded.leaf.NotAfter.Format(time.DateOnly))
		}
		return loaded.sign(values[settingClientID], tokenURL, deps.Now(), deps.Random)
	}, nil
}

// fromBase64 decodes what may be broken into lines.
func fromBase64(text string) (decoded []byte, isBase64 bool) {
	decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	return decoded, err == nil
}

// decodeCertificate reads a PKCS #12 file, in Base64 or as it is, whose key must not show
// from then on.
func decodeCertificate(content []byte, password string, redactor *httpapi.Redactor) (certificate, error) {
	if decoded, isBase64 := fromBase64(string(content)); isBase64 {
		content = decoded
	}
	if strings.HasPrefix(strings.TrimSpace(string(content)), "-----BEGIN") {
		return certificate{}, errors.New("it is PEM. Make a PKCS #12 file of certificate and key: openssl pkcs12 -export -in app.crt -inkey app.key -out app.pfx")
	}
	parsed, first, others, err := pkcs12.DecodeChain(content, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return certificate{}, errors.New("client_certificate_password is not the password of the PKCS #12 file")
	case err != nil:
		return certificate{}, errors.New("it is not a PKCS #12 file (PFX) with one certificate and its key")
	}
	key, isRSA := parsed.(*rsa.PrivateKey)
	if !isRSA {
		return certificate{}, errors.New("its key is not an RSA key, and Microsoft accepts no other")
	}
	if encoded, err := x509.MarshalPKCS8PrivateKey(key); err == nil {
		redactor.Add(base64.StdEncoding.EncodeToString(encoded))
	}
	// The order of certificates is free (RFC 7292), and those of issuers may come first.
	all := append([]*x509.Certificate{first}, others...)
	own := slices.IndexFunc(all, func(one *x509.Certificate) bool { return key.PublicKey.Equal(one.PublicKey) })
	if own < 0 {
		return certificate{}, errors.New("it does not have the certificate of its key")
	}
	return certificate{key, all[own]}, nil
}

// sign makes the assertion in the documented form, PS256 with the thumbprint of the
// certificate (wire/entra.md 5).
func (c certificate) sign(clientID, tokenURL string, now time.Time, random io.Reader) (string, error) {
	id, err := adapter.RandomKey("sign an assertion for Microsoft", random)
	if err != nil {
		return "", err
	}
	thumbprint := sha256.Sum256(c.leaf.Raw)
	header := map[string]any{"x5t#S256": base64.RawURLEncoding.EncodeToString(thumbprint[:])}
	return adapter.SignJWTByPSS(random, c.key, header, map[string]any{
		"aud": tokenURL, "iss": clientID, "sub": clientID, "jti": id,
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(assertionLasts).Unix(),
	})
}
