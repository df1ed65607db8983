// SPDX-License-Identifier: MPL-2.0

package filecheck_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
)

const internalText = "aws_secret_access_key=wJalrXUtnFEMI"

// The site of this package's tests fails where anything else than acme.test:80 is asked.
func TestRedirectToAnotherServerIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, target := range []string{
		"http://acme.test:8080/there", "https://acme.test:8443/there", "//acme.test:22/there", "http://acme.test:443/there",
		"http://admin@acme.test/there", "http://acme.test@other.test/there", "http://acme.test:80@other.test/there",
		"http://other.test/there", "//other.test/there", "http://sub.acme.test/there", "http://acme.test.other.test/there", "http://acme.test./there",
		"http://127.0.0.1/there", "http://2130706433/there", "http://0x7f000001/there", "http://[::1]/there", "http://[::ffff:127.0.0.1]/there",
		"http://169.254.169.254/there", "http://localhost/there", "ftp://acme.test/there", "file:///etc/passwd", "gopher://acme.test/there",
	} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			t.Run(fmt.Sprintf("%d %s", status, target), func(t *testing.T) {
				t.Parallel()
				report := look(t, site(t, func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/there" {
						t.Error("the redirect was followed")
					}
					w.Header().Set("Location", target)
					w.WriteHeader(status)
				}))
				if report.Verdict != filecheck.Redirected || !strings.Contains(report.Line(), "redirected to ") {
					t.Errorf("verdict %q, line %q", report.Verdict, report.Line())
				}
			})
		}
	}
}

func TestRedirectNamesItsDefaultPort(t *testing.T) {
	t.Parallel()
	if report := look(t, site(t, sendTo("http://ACME.test:80/there"))); report.Verdict == filecheck.Redirected {
		t.Errorf("port 80 counts as another port than the default: %s", report.Line())
	}
	// Only the connection to port 443 fails here: the redirect is followed.
	if report := look(t, site(t, sendTo("https://acme.test/there"))); report.Verdict != filecheck.Unreachable || !strings.Contains(report.Line(), "acme.test:443") {
		t.Errorf("the redirect to https was not followed: %s", report.Line())
	}
}

func TestContentOfOthersIsNotQuoted(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"unlike":              internalText,
		"a page":              "<html>" + internalText,
		"of the same length":  "87654321",
		"the text inside":     "12345678 " + internalText,
		"the same beginning":  "1234 " + internalText,
		"control characters":  "\x1b]0;" + internalText,
		"a few of its digits": "12" + internalText,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := look(t, site(t, body(content))).Line()
			for _, foreign := range []string{"aws", "87654321", "\x1b", "html>"} {
				if strings.Contains(line, foreign) {
					t.Errorf("line %q repeats %q", line, foreign)
				}
			}
		})
	}
}

func TestNearMissIsNamed(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"":             "it is empty",
		"123456":       "cut off after 6 of 8 characters",
		"1234567x":     `begins with "1234567" and then differs`,
		"12345678 and": "the expected text is only a part of it (12 characters",
		"<p>12345678":  "the expected text is only a part of it (11 characters of a web page",
	} {
		if line := look(t, site(t, page(content))).Line(); !strings.Contains(line, want) {
			t.Errorf("line %q does not say %q", line, want)
		}
	}
}

func page(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if strings.HasPrefix(text, "<") {
			w.Header().Set("Content-Type", "text/html")
		}
		_, _ = w.Write([]byte(text))
	}
}

func TestHeadersOfOthersAreEscapedAndCut(t *testing.T) {
	t.Parallel()
	report := look(t, site(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/\u202eplain"+strings.Repeat("x", 500))
		_, _ = w.Write([]byte("another"))
	}))
	if line := report.Line(); strings.Contains(line, "\u202e") || len(line) > 300 {
		t.Errorf("line %q", line)
	}
	report = look(t, site(t, sendTo("http://other.test/?\u202e"+strings.Repeat("x", 500))))
	if line := report.Line(); strings.Contains(line, "\u202e") || len(line) > 400 {
		t.Errorf("line %q", line)
	}
}

// What answers may be no web server at all.
func TestAnswerThatIsNotHTTPIsNotQuoted(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"no status line": "SSH-2.0-secretbanner\r\n\r\n",
		"no header":      "HTTP/1.1 200 OK\r\nsecretbanner\r\n\r\n",
		"a bad length":   "HTTP/1.1 200 OK\r\nContent-Length: secretbanner\r\n\r\n",
		"a bad encoding": "HTTP/1.1 200 OK\r\nTransfer-Encoding: secretbanner\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := look(t, site(t, func(w http.ResponseWriter, _ *http.Request) {
				conn, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					return
				}
				defer conn.Close()
				_, _ = conn.Write([]byte(answer))
			}))
			if report.Verdict != filecheck.Unreachable || strings.Contains(report.Line(), "secretbanner") {
				t.Errorf("verdict %q, line %q", report.Verdict, report.Line())
			}
		})
	}
}

// listening fails the test when anything connects.
func listening(t *testing.T) (port string) {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("12345678")) }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			t.Error("a private address was connected to")
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestSiteAtAnAddressThatIsNotPublicIsNotFetched(t *testing.T) {
	t.Parallel()
	port := listening(t)
	for host, address := range map[string]string{
		"127.0.0.1": "127.0.0.1", "169.254.169.254": "169.254.169.254", "10.0.0.1": "10.0.0.1", "[::1]": "::1", "[::ffff:127.0.0.1]": "127.0.0.1", "[::ffff:7f00:1]": "127.0.0.1", "[64:ff9b::7f00:1]": "64:ff9b::7f00:1", "[fe80::1%25lo]": "fe80::1%lo", "0.0.0.0": "0.0.0.0", "localhost": "",
		"loop.test": "127.0.0.1", "metadata.test": "169.254.169.254", "lan.test": "10.0.0.1", "both.test": "127.0.0.1",
		"alias.test": "127.0.0.1",
	} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			client, err := filecheck.New(filecheck.Config{Resolver: resolver(t, map[string][]string{
				"loop.test.": {"127.0.0.1"}, "metadata.test.": {"169.254.169.254"}, "lan.test.": {"10.0.0.1"}, "both.test.": {"127.0.0.1", "10.0.0.1"},
				"alias.test.": {"loop.test."},
			})})
			if err != nil {
				t.Fatal(err)
			}
			report, err := client.Check(t.Context(), filecheck.Question{URL: "http://" + host + ":" + port + path, Expected: "12345678"})
			if err != nil {
				t.Fatal(err)
			}
			if report.Published() || report.Verdict != filecheck.Unreachable {
				t.Errorf("verdict %q", report.Verdict)
			}
			for _, want := range []string{strings.Trim(host, "[]"), address, "http.connect_to", "dns.allow_private = true"} {
				if !strings.Contains(report.Line(), want) {
					t.Errorf("line %q does not name %s", report.Line(), want)
				}
			}
		})
	}
}

func TestSiteAtAPrivateAddressIsFetchedWhereTheConfigurationAllowsIt(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(body("12345678"))
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	client, err := filecheck.New(filecheck.Config{AllowPrivate: true, Resolver: resolver(t, map[string][]string{"loop.test.": {"127.0.0.1"}})})
	if err != nil {
		t.Fatal(err)
	}
	report, err := client.Check(t.Context(), filecheck.Question{URL: "http://loop.test:" + port + path, Expected: "12345678"})
	if err != nil || !report.Published() {
		t.Errorf("%s, %v", report.Line(), err)
	}
}
