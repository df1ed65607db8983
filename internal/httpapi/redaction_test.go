// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

const oddSecret = `s3cret+/=&'"\<x y-s3cret`

// Invariant 9: a service may repeat a secret as it came to it, or encoded.
func TestSecretIsRemovedInEverySpelling(t *testing.T) {
	t.Parallel()
	redactor := httpapi.NewRedactor(oddSecret)
	quoted, _ := json.Marshal(oddSecret)
	spellings := []string{
		oddSecret, "client_secret=" + url.QueryEscape(oddSecret) + "&grant_type=refresh_token", "/" + url.PathEscape(oddSecret) + "/",
		"<p>s3cret+/=&amp;&#39;&#34;\\&lt;x y-s3cret</p>", string(quoted), strings.ReplaceAll(string(quoted), "/", `\/`),
	}
	for _, before := range []string{"", ":", "id:", "user:", "Bearer "} {
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			spellings = append(spellings, "Basic "+encoding.EncodeToString([]byte(before+oddSecret+"\n")))
		}
	}
	for _, text := range spellings {
		got := redactor.Clean(text)
		rest := strings.TrimPrefix(got, "Basic ")
		if !strings.Contains(got, "[redacted]") || strings.Contains(got, "s3cret") || strings.HasPrefix(got, "Basic ") && len(rest) > len("[redacted]")+16 {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestSecretThatIsCutIsRemoved(t *testing.T) {
	t.Parallel()
	redactor := httpapi.NewRedactor("1000.abcdefghij.klmnopqrst", "short-secret")
	for text, want := range map[string]string{
		"token 1000.abcdefghij.klmnopqrst, 1000.abcdefghij": "token [redacted], [redacted]",
		"token 1000.abcdefgh… is unknown":                   "token [redacted]… is unknown",
		"…hij.klmnopqrst is unknown":                        "…[redacted] is unknown",
		"1000.abcd is the begin of many":                    "1000.abcd is the begin of many",
		"short-secret and short-":                           "[redacted] and short-",
	} {
		if got := redactor.Clean(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestSecretThatBeginsWithAnotherLeavesNoRest(t *testing.T) {
	t.Parallel()
	redactor := httpapi.NewRedactor("1000.abcdef", "1000.abcdef.ghijkl")
	if got := redactor.Clean("token 1000.abcdef.ghijkl, 1000.abcdef"); got != "token [redacted], [redacted]" {
		t.Errorf("got %q", got)
	}
}

func TestEachLineOfAKeyIsASecretAndItsFrameIsNot(t *testing.T) {
	t.Parallel()
	const frame = "-----BEGIN RSA PRIVATE KEY-----"
	redactor := httpapi.NewRedactor(frame + "\nMIIEpAIBAAKCAQEA0001\r\nqrstuvwxyzABCDEF0002\n-----END RSA PRIVATE KEY-----\n")
	if got := redactor.Clean("MIIEpAIBAAKCAQEA0001 qrstuvwxyzABCDEF0002 " + frame); got != "[redacted] [redacted] "+frame {
		t.Errorf("got %q", got)
	}
}

// roundTrip is a transport.
type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func answering(status int, body string) roundTrip {
	return func(request *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: request}, nil
	}
}

// What cannot be understood is quoted by net/http and encoding/json.
func TestSecretThatAnErrorOfALibraryQuotesIsRemoved(t *testing.T) {
	t.Parallel()
	const secret = "a-very-secret-token"
	base, _ := url.Parse("https://api.example.com")
	redactor := httpapi.NewRedactor(secret)
	malformed := roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, errors.New(`malformed HTTP response "Bearer ` + secret + `"`)
	})
	client := httpapi.New(httpapi.Config{BaseURL: base, Tokens: httpapi.StaticToken(secret), Redactor: redactor, Transport: malformed})
	endpoint := httpapi.NewTokenEndpoint(httpapi.TokenConfig{
		TokenURL: base, Grant: httpapi.RefreshGrant(secret), Redactor: redactor,
		Transport: answering(http.StatusOK, `{"access_token":"new-access-token","expires_in":"`+secret+`"}`),
	})
	_, tokenErr := endpoint.Token(t.Context())
	for _, err := range []error{client.Write(t.Context(), http.MethodPost, "/", nil, nil), tokenErr} {
		if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "[redacted]") {
			t.Errorf("got the error %v", err)
		}
	}
}

// Its names and tokens go into the state and the DNS.
func TestSuccessThatRepeatsACredentialIsNotUsed(t *testing.T) {
	t.Parallel()
	const secret = "a-very-secret-token"
	base, _ := url.Parse("https://api.example.com")
	client := httpapi.New(httpapi.Config{
		BaseURL: base, Tokens: httpapi.StaticToken(secret), Redactor: httpapi.NewRedactor(secret),
		Transport: answering(http.StatusOK, `{"token":"`+secret+`"}`),
	})
	got := map[string]string{}
	if err := client.Read(t.Context(), http.MethodGet, "/", nil, &got); err == nil || len(got) > 0 || strings.Contains(err.Error(), secret) {
		t.Errorf("got %v and the error %v", got, err)
	}
}

// The password of a file is never sent, and may be a word of the API.
func TestSecretThatIsNeverSentIsRemovedAndNotRepeated(t *testing.T) {
	t.Parallel()
	redactor := httpapi.NewRedactor("a-very-secret-token")
	redactor.AddUnsent("password")
	for text, isRepeated := range map[string]bool{`{"passwordValidityPeriodInDays":90}`: false, "password: a-very-secret-token": true} {
		if got := redactor.Clean(text); strings.Contains(got, "password") || redactor.Reveals(text) != isRepeated {
			t.Errorf("%q becomes %q, and repeats a credential: %t", text, got, redactor.Reveals(text))
		}
	}
}

func FuzzNoSpellingOfASecretSurvives(f *testing.F) {
	f.Add("correct horse+battery/staple", "another-secret", "before ", " after")
	f.Add("<&>\"'secret", "<&>\"'secret-longer", "%3C", "&lt;")
	f.Add("aaaaaaaa", "aaaaaaaaa", "a", "aa")
	f.Fuzz(func(t *testing.T, secret, other, before, after string) {
		const inPlace = "[redacted][redacted]"
		if len(secret) < 8 || len(other) < 8 || strings.Contains(inPlace, secret) || strings.Contains(inPlace, other) {
			t.Skip("no secret, or what is put in its place")
		}
		if strings.ContainsFunc(secret+other, unicode.IsSpace) {
			t.Skip("the lines of a key are secrets of their own")
		}
		redactor := httpapi.NewRedactor(secret, other)
		for _, spelled := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)} {
			for _, text := range []string{before + spelled + after, before + spelled + spelled + after, before + other + spelled + after} {
				if cleaned := redactor.Clean(text); strings.Contains(cleaned, spelled) || strings.Contains(cleaned, other) {
					t.Errorf("%q is left in %q, which was %q", secret, cleaned, text)
				}
			}
		}
	})
}
