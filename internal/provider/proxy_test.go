// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
)

const proxyPassword = "hunter2-of-the-proxy"

// recordingProxy refuses everything and remembers what it was asked for.
type recordingProxy struct {
	lock  sync.Mutex
	asked []string
}

func (p *recordingProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.asked = append(p.asked, r.Method+" "+r.RequestURI)
	w.WriteHeader(http.StatusProxyAuthRequired)
}

func (p *recordingProxy) take() []string {
	p.lock.Lock()
	defer p.lock.Unlock()
	asked := p.asked
	p.asked = nil
	return asked
}

// behindProxy gives the environment of a machine behind a recording proxy.
func behindProxy(t *testing.T, noProxy string) (*recordingProxy, func(string) string) {
	t.Helper()
	proxy := &recordingProxy{}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	address := "http://user:" + proxyPassword + "@" + server.Listener.Addr().String()
	variables := map[string]string{"HTTPS_PROXY": address, "http_proxy": address, "NO_PROXY": noProxy}
	return proxy, func(name string) string { return variables[name] }
}

func provided(environment func(string) string) *Provider {
	return New("test", Dependencies{Environment: environment})().(*Provider)
}

func TestServicesResolversOverHTTPSAndFilesGoThroughTheSameProxy(t *testing.T) {
	t.Parallel()
	proxy, environment := behindProxy(t, "")
	p := provided(environment)

	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.vendor.test/v1", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := p.dependencies(t.Context()).Transport.RoundTrip(request)
	if err == nil {
		_ = response.Body.Close()
		t.Error("the proxy was gone around")
	}
	wantAskedOnce(t, proxy, "CONNECT api.vendor.test:443")
	wantNoPassword(t, err)
	wantProxyNamed(t, err)

	settings := providerdata.DNSSettings{Resolvers: []string{"https://dns.vendor.test/dns-query"}, Proxy: p.proxy}
	client, err := settings.Client(string(dnscheck.Recursive), nil)
	if err != nil {
		t.Fatal(err)
	}
	report, err := client.Check(t.Context(), dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: "token"})
	wantAskedOnce(t, proxy, "CONNECT dns.vendor.test:443")
	wantNoPassword(t, err, report.Lines()...)
	wantProxyNamed(t, err)

	for file, want := range map[string]string{
		"http://acme.test/verify.html": "GET http://acme.test/verify.html", "https://acme.test/verify.html": "CONNECT acme.test:443",
	} {
		files, err := filecheck.New(filecheck.Config{Proxy: p.proxy})
		if err != nil {
			t.Fatal(err)
		}
		report, err := files.Check(t.Context(), filecheck.Question{URL: file, Expected: "token"})
		wantAskedOnce(t, proxy, want)
		wantNoPassword(t, err, report.Line())
		if !strings.Contains(report.Line(), "407") || !strings.Contains(report.Line(), "through the proxy 127.0.0.1:") {
			t.Errorf("line %q does not say what the proxy answered", report.Line())
		}
	}
}

func wantAskedOnce(t *testing.T, proxy *recordingProxy, want string) {
	t.Helper()
	if asked := slices.Compact(proxy.take()); !slices.Equal(asked, []string{want}) {
		t.Errorf("the proxy was asked for %q, want %q", asked, want)
	}
}

func wantProxyNamed(t *testing.T, err error) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), "the proxy 127.0.0.1:") || !strings.Contains(err.Error(), "refused the connection (407") {
		t.Errorf("error %v does not say that the proxy refused", err)
	}
}

func wantNoPassword(t *testing.T, err error, texts ...string) {
	t.Helper()
	if err != nil {
		texts = append(texts, err.Error())
	}
	if all := strings.Join(texts, "\n"); strings.Contains(all, proxyPassword) {
		t.Errorf("the password of the proxy is shown: %s", all)
	}
}

func TestHostsInNoProxyAndLoopbackAreReachedDirectly(t *testing.T) {
	t.Parallel()
	_, environment := behindProxy(t, "acme.test,10.0.0.0/8")
	p := provided(environment)
	for target, through := range map[string]bool{
		"https://acme.test/": false, "https://www.acme.test/": false, "https://10.1.2.3/": false, "http://127.0.0.1:8080/": false, "http://localhost/": false,
		"http://metadata.google.internal/computeMetadata/v1/": false, "http://169.254.169.254/latest": false, "http://[fd00:ec2::254]/latest": false,
		"https://other.test/": true, "http://other.test/": true,
	} {
		parsed, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		if proxy, err := p.proxy(parsed); err != nil || (proxy != nil) != through {
			t.Errorf("%s through the proxy: %v, %v, want %v", target, proxy != nil, err, through)
		}
	}
}

// A site in NO_PROXY is connected to from here, so that its address counts.
func TestFileOfAHostInNoProxyNeedsAPublicAddress(t *testing.T) {
	t.Parallel()
	proxy, environment := behindProxy(t, "localhost,169.254.169.254")
	files, err := filecheck.New(filecheck.Config{Proxy: provided(environment).proxy})
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"169.254.169.254", "10.0.0.1"} { // the second one is asked of the proxy
		report, err := files.Check(t.Context(), filecheck.Question{URL: "http://" + host + "/latest"})
		if err != nil || !strings.Contains(report.Line(), "not a public one") {
			t.Errorf("%s, %v", report.Line(), err)
		}
	}
	if asked := proxy.take(); len(asked) > 0 {
		t.Errorf("the proxy was asked for %q", asked)
	}
}

func TestServerThatIsConfiguredForFilesIsReachedWithoutAProxy(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("token")) }))
	t.Cleanup(site.Close)
	proxy, environment := behindProxy(t, "")
	files, err := filecheck.New(filecheck.Config{Proxy: provided(environment).proxy, ConnectTo: site.Listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	report, err := files.Check(t.Context(), filecheck.Question{URL: "http://acme.test/verify.html", Expected: "token"})
	if err != nil || !report.Published() || len(proxy.take()) > 0 {
		t.Errorf("%s, %v", report.Line(), err)
	}
}

func TestVariableThatIsNoProxyIsNamedWithoutItsValue(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"http://user:" + proxyPassword + "@proxy:port", "gopher://user:" + proxyPassword + "@proxy:70", "http://:3128"} {
		_, unusable := proxyRules(func(name string) string {
			if name == "https_proxy" {
				return value
			}
			return ""
		})
		if !slices.Equal(unusable, []string{"https_proxy"}) {
			t.Errorf("%q: unusable variables %q", value, unusable)
			continue
		}
		if text := diagnostics.ProxyUnusable(unusable[0]).Detail(); strings.Contains(text, proxyPassword) || !strings.Contains(text, "https_proxy") {
			t.Errorf("detail %q", text)
		}
	}
	for _, value := range []string{"", "proxy.test:3128", "http://proxy.test", "socks5://user:p%40ss@proxy.test:1080", "10.0.0.1:8080", "[::1]:3128"} {
		if _, unusable := proxyRules(func(string) string { return value }); len(unusable) > 0 {
			t.Errorf("%q counts as unusable", value)
		}
	}
}
