// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
)

// JWT is a JSON web token (RFC 7519) whose signature is not checked yet.
type JWT struct {
	Algorithm  string `json:"alg"`
	Type       string `json:"typ"`
	Thumbprint string `json:"x5t#S256"`

	signed    string
	signature []byte
}

// Algorithms of a signature (RFC 7518 section 3.1).
const (
	RS256 = "RS256"
	PS256 = "PS256"
)

// ParseJWT reads a token and its claims (RFC 7515 section 3).
func ParseJWT(text string, claims any) (token JWT, err error) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return token, errors.New("no JSON web token")
	}
	for i, into := range []any{&token, claims} {
		decoded, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err := errors.Join(err, json.Unmarshal(decoded, into)); err != nil {
			return token, err
		}
	}
	token.signed = parts[0] + "." + parts[1]
	token.signature, err = base64.RawURLEncoding.DecodeString(parts[2])
	return token, err
}

// SignedBy reports whether a private key has signed the token by an algorithm, which its
// header has to name.
func (t JWT) SignedBy(privateKey, algorithm string) bool {
	key, err := readKey(privateKey)
	digest := sha256.Sum256([]byte(t.signed))
	switch {
	case err != nil || t.Algorithm != algorithm:
		return false
	case algorithm == PS256:
		return rsa.VerifyPSS(&key.PublicKey, crypto.SHA256, digest[:], t.signature, nil) == nil
	}
	return rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, digest[:], t.signature) == nil
}

// ReadJWT reads claims that a private key signed by RS256.
func ReadJWT(text, privateKey string, claims any) error {
	token, err := ParseJWT(text, claims)
	if err == nil && !token.SignedBy(privateKey, RS256) {
		err = errors.New("another key or algorithm")
	}
	return err
}

// SignJWT signs claims by RS256.
func SignJWT(privateKey string, claims any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	key, err := readKey(privateKey)
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode(payload)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	return signed + "." + encode(signature), err
}

// readKey reads PKCS #1 or PKCS #8.
func readKey(text string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("no PEM")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, isRSA := parsed.(*rsa.PrivateKey)
	if err == nil && !isRSA {
		err = errors.New("no RSA key")
	}
	return key, err
}
