// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/pipetest"
)

// HTTP/2 sends all requests by one connection, which the timeout of a request does not close.
func TestConnectionThatIsDeadIsReplaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		network, server, trusted := pipetest.NewNetwork(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		defer server.Close()
		transport := transportThrough(func(*url.URL) (*url.URL, error) { return nil, nil }).(*http.Transport)
		transport.DialContext, transport.TLSClientConfig = network.Dial, trusted
		defer transport.CloseIdleConnections()
		// An attempt of a reading.
		client := &http.Client{Transport: transport, Timeout: 30 * time.Second}
		get := func() (protocol string, err error) {
			response, err := client.Get("https://example.com/")
			if err != nil {
				return "", err
			}
			return response.Proto, response.Body.Close()
		}
		if protocol, err := get(); err != nil || protocol != "HTTP/2.0" {
			t.Fatalf("%s, %v", protocol, err)
		}
		network.Kill()
		_, first := get()
		if _, err := get(); err != nil {
			t.Errorf("after %v: %v", first, err)
		}
		if network.Dials() != 2 {
			t.Errorf("%d connections", network.Dials())
		}
	})
}
