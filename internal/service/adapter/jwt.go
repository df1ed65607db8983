// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"maps"
	"strings"
)

// ParseRSAKey reads a private key as services hand it out, or one that was converted.
func ParseRSAKey(text string) (*rsa.PrivateKey, error) {
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
		return nil, errors.New("it is not an RSA private key in PKCS #1 or PKCS #8, without passphrase. Download the key again")
	}
	return key, nil
}

// SignJWT makes a JWT of the claims (RFC 7515 section 3.1, RS256). header has the members
// beside alg and typ.
func SignJWT(key *rsa.PrivateKey, header, claims map[string]any) (string, error) {
	return signJWT("RS256", header, claims, func(digest []byte) ([]byte, error) {
		// PKCS #1 v1.5 needs no randomness.
		return rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest)
	})
}

// SignJWTByPSS is SignJWT by PS256 (RFC 7518 section 3.5).
func SignJWTByPSS(random io.Reader, key *rsa.PrivateKey, header, claims map[string]any) (string, error) {
	return signJWT("PS256", header, claims, func(digest []byte) ([]byte, error) {
		return rsa.SignPSS(random, key, crypto.SHA256, digest, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	})
}

func signJWT(algorithm string, header, claims map[string]any, sign func(digest []byte) ([]byte, error)) (string, error) {
	all := map[string]any{"alg": algorithm, "typ": "JWT"}
	maps.Copy(all, header)
	var parts [2]string
	for n, members := range []map[string]any{all, claims} {
		encoded, err := json.Marshal(members)
		if err != nil {
			return "", err
		}
		parts[n] = base64.RawURLEncoding.EncodeToString(encoded)
	}
	signed := parts[0] + "." + parts[1]
	digest := sha256.Sum256([]byte(signed))
	signature, err := sign(digest[:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), err
}
