// SPDX-License-Identifier: MPL-2.0

package simtest

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Client calls one host of a simulator.
type Client struct {
	*Outside
	URL           string
	Authorization string      // of the next call; empty is none
	Header        http.Header // of the next call
}

// Serve runs a host of the simulator until the test ends.
func (o *Outside) Serve(handler http.Handler) *Client {
	server := httptest.NewServer(handler)
	o.T.Cleanup(server.Close)
	return &Client{Outside: o, URL: server.URL, Header: http.Header{}}
}

// Response is what a simulator answered. Fields is nil when the body is no JSON object.
type Response struct {
	Status int
	Header http.Header
	Text   string
	Fields map[string]any
}

// Get reads a path.
func (c *Client) Get(path string) Response { return c.Do(http.MethodGet, path, "", "") }

// Delete deletes a path.
func (c *Client) Delete(path string) Response { return c.Do(http.MethodDelete, path, "", "") }

// Post sends JSON.
func (c *Client) Post(path, body string) Response {
	return c.Do(http.MethodPost, path, "application/json", body)
}

// Put sends JSON.
func (c *Client) Put(path, body string) Response {
	return c.Do(http.MethodPut, path, "application/json", body)
}

// Do sends one request. An empty content type is left out.
func (c *Client) Do(method, path, contentType, body string) Response {
	c.T.Helper()
	return Call(c.T, method, c.URL+path, c.Authorization, contentType, body, c.Header)
}

// Call sends one request. An empty authorization or content type is left out.
func Call(t *testing.T, method, url, authorization, contentType, body string, header http.Header) Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(request.Header, header)
	for name, value := range map[string]string{"Content-Type": contentType, "Authorization": authorization} {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	response, err := unpooled().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	r := Response{Status: response.StatusCode, Header: response.Header, Text: string(text)}
	if err := json.Unmarshal(text, &r.Fields); err != nil {
		r.Fields = nil
	}
	return r
}

// unpooled is a client without idle connections: closing any httptest server closes
// those of the default client, also while another test is about to use one.
func unpooled() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}

// Want is the status that a response must have.
func (o *Outside) Want(what string, r Response, status int) {
	o.T.Helper()
	if r.Status != status {
		o.T.Errorf("%s: %d %s, want %d", what, r.Status, r.Text, status)
	}
}

// WantFields is the status and the whole body that a response must have.
func (o *Outside) WantFields(what string, r Response, status int, want map[string]any) {
	o.T.Helper()
	if diff := cmp.Diff(want, r.Fields); diff != "" || r.Status != status {
		o.T.Errorf("%s: %d, want %d (-want +got):\n%s", what, r.Status, status, diff)
	}
}
