// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/miekg/dns"
)

const (
	messageType    = "application/dns-message" // RFC 8484 §6
	idleConnection = 30 * time.Second
)

// newHTTPClient follows no redirect, which would tell another host what is being
// looked up.
func newHTTPClient(config Config) *http.Client {
	transport := config.HTTPTransport
	if transport == nil {
		own := &http.Transport{
			DialContext: config.DialContext, ForceAttemptHTTP2: true, IdleConnTimeout: idleConnection,
			// A connection that has died without a word would take all queries until the system gives it up.
			HTTP2: &http.HTTP2Config{SendPingTimeout: config.Timeout / 2, PingTimeout: config.Timeout / 2},
		}
		if config.Proxy != nil {
			own.Proxy = func(request *http.Request) (*url.URL, error) { return config.Proxy(request.URL) }
			own.OnProxyConnectResponse = acceptedByProxy
		}
		if config.TLSConfig != nil {
			own.TLSClientConfig = config.TLSConfig.Clone()
		}
		transport = own
	}
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// acceptedByProxy names the proxy in the error: that of net/http has the text of the
// status only.
func acceptedByProxy(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return fmt.Errorf("the proxy %s refused the connection (%d %s)", proxy.Host, answer.StatusCode, http.StatusText(answer.StatusCode))
}

// overHTTPS asks a resolver by RFC 8484 with POST, so that the name does not end
// up in access logs.
func (x *Exchanger) overHTTPS(ctx context.Context, u upstream, packet []byte, q Query, id uint16) (*dns.Msg, error) {
	limited, cancel := context.WithTimeout(ctx, x.timeout)
	defer cancel()
	answer, err := x.post(limited, u.url, packet)
	if err != nil {
		return nil, x.ended(ctx, limited, err, nil)
	}
	return q.accept(answer, id)
}

func (x *Exchanger) post(ctx context.Context, url string, packet []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(packet))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", messageType)
	request.Header.Set("Accept", messageType)
	response, err := x.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered HTTP status %s", response.Status)
	}
	if kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type")); err != nil || kind != messageType {
		return nil, fmt.Errorf("answered with content type %q instead of %q", response.Header.Get("Content-Type"), messageType)
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, dns.MaxMsgSize+1))
	if err == nil && len(answer) > dns.MaxMsgSize {
		return nil, fmt.Errorf("answered with more than %d octets", dns.MaxMsgSize)
	}
	return answer, err
}
