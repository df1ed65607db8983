// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

const (
	maxBody      = 8 << 20
	maxErrorBody = 64 << 10
)

func (c *Client) decode(ctx context.Context, response *http.Response, method, path string, output any) error {
	data, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	sent := &attempt{}
	sent.sent.Store(true)
	switch {
	case err != nil:
		return c.transportError(ctx, sent, method, path, fmt.Errorf("the answer broke off: %w", err))
	case response.StatusCode < 200 || response.StatusCode > 299:
		pause, _ := retryAfter(response.Header, c.now)
		// Cleaned before it is cut, or half a secret could be left at the end.
		body := c.redactor.Clean(string(data))
		return &StatusError{
			Method: method, Path: path, Status: response.StatusCode, Header: response.Header,
			Body: []byte(body[:min(len(body), maxErrorBody)]), RetryAfter: pause,
		}
	case len(data) > maxBody:
		return c.transportError(ctx, sent, method, path, fmt.Errorf("the answer is longer than %d bytes", maxBody))
	case response.StatusCode == http.StatusNoContent, output == nil && len(data) == 0:
		return nil
	case output == nil:
		// A login page with status 200 is no success, whoever wants the body.
		output = new(json.RawMessage)
	}
	if err := json.Unmarshal(data, output); err != nil {
		kind := bytes.TrimSpace([]byte(response.Header.Get("Content-Type")))
		return c.transportError(ctx, sent, method, path,
			fmt.Errorf("the answer (%d, content type %q) is not the JSON of this API; is a proxy or a login page in between? %w", response.StatusCode, kind, err))
	}
	return nil
}

func (c *Client) transportError(ctx context.Context, attempt *attempt, method, path string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	// url.Error repeats method and URL, which TransportError has already.
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return &TransportError{Method: method, Host: hostOnly(c.base), Path: path, Sent: attempt.sent.Load(), Err: err}
}
