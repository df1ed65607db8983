// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
)

// ReadJWT reads claims that a private key, PKCS #1 or PKCS #8, signed by RS256 (RFC 7515
// section 3).
func ReadJWT(token, privateKey string, claims any) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return errors.New("no JSON web token")
	}
	decoded := make([][]byte, len(parts))
	for i, part := range parts {
		var err error
		if decoded[i], err = base64.RawURLEncoding.DecodeString(part); err != nil {
			return err
		}
	}
	var header struct{ Alg string }
	if err := json.Unmarshal(decoded[0], &header); err != nil || header.Alg != "RS256" {
		return errors.New("another algorithm")
	}
	key, err := readKey(privateKey)
	if err != nil {
		return err
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return errors.Join(rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, digest[:], decoded[2]), json.Unmarshal(decoded[1], claims))
}

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
