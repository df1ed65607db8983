// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// proxyFunc gives the proxy for a URL, or nil.
type proxyFunc func(*url.URL) (*url.URL, error)

// metadataServers are those of clouds. Their addresses mean the machine that asks, and a
// proxy would get the tokens of its own.
const metadataServers = "metadata.google.internal,169.254.169.254,fd00:ec2::254"

var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

// proxyRules are those of the environment, in the names and with the precedence
// that net/http has: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, each also in lower
// case. The same rules are for all that goes over HTTP: the services, resolvers
// over HTTPS, and files. Metadata servers are never asked through a proxy. The
// second result names variables whose value is no proxy; net/http would connect
// without one.
func proxyRules(environment func(string) string) (proxy proxyFunc, unusable []string) {
	read := func(upper, lower string) string {
		name, value := upper, environment(upper)
		if value == "" {
			name, value = lower, environment(lower)
		}
		if value != "" && !isProxy(value) {
			unusable = append(unusable, name)
		}
		return value
	}
	config := httpproxy.Config{
		HTTPProxy:  read("HTTP_PROXY", "http_proxy"),
		HTTPSProxy: read("HTTPS_PROXY", "https_proxy"),
		NoProxy:    environment("NO_PROXY"),
		CGI:        environment("REQUEST_METHOD") != "",
	}
	if config.NoProxy == "" {
		config.NoProxy = environment("no_proxy")
	}
	config.NoProxy += "," + metadataServers
	return config.ProxyFunc(), unusable
}

// isProxy takes host:port as well, as net/http does.
func isProxy(value string) bool {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	parsed, err := url.Parse(value)
	return err == nil && parsed.Hostname() != "" && slices.Contains(proxySchemes, parsed.Scheme)
}

// transportThrough is http.DefaultTransport with the rules for proxies as a
// parameter: that one reads the environment by itself.
func transportThrough(proxy proxyFunc) http.RoundTripper {
	return &http.Transport{
		OnProxyConnectResponse: acceptedByProxy,
		Proxy:                  func(request *http.Request) (*url.URL, error) { return proxy(request.URL) },
		DialContext:            (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:      true,
		// A connection that has died without a word would take every request until the system
		// gives it up, after a quarter of an hour. It is found out within one attempt.
		HTTP2:                 &http.HTTP2Config{SendPingTimeout: 10 * time.Second, PingTimeout: 10 * time.Second},
		MaxIdleConns:          100,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// acceptedByProxy names the proxy that refuses: the error of net/http has no more
// than the words of the status.
func acceptedByProxy(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return fmt.Errorf("the proxy %s refused the connection (%d %s)", proxy.Host, answer.StatusCode, http.StatusText(answer.StatusCode))
}
