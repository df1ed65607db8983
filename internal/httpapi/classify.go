// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Kind is the meaning of a response, where its status does not show it.
type Kind int

const (
	// AsStatus: the meaning of the status.
	AsStatus Kind = iota
	// TokenRefused: a new access token may help, whatever the status.
	TokenRefused
	// NotTokenRefused: a new access token does not help, although the status is 401.
	NotTokenRefused
	// Throttled: rate limited, so that the request was not handled.
	Throttled
	// Refused: an error for good, although the status is 2xx or 5xx.
	Refused
	// Failed: the service failed to handle the request, although the status is 2xx, so that
	// it is open whether a write was applied.
	Failed
)

// Classification is what an adapter makes of a response.
type Classification struct {
	Kind Kind
	// RetryAfter is the pause that the body names; 0: see the header.
	RetryAfter time.Duration
	// Parsed is the refusal as the adapter has decoded it, once; it travels in
	// StatusError.Parsed. It is decoded from the body as it came, secrets included.
	Parsed any
}

// Classify reads a response with its whole body, for services whose body shows what
// at others the status shows. It is called once for every attempt that got a
// response and may be called concurrently.
type Classify func(status int, header http.Header, body []byte) Classification

// classify sets what is known of the response to the attempt that has just ended. The error
// is that of a body which broke off; decode returns it as well.
func (c *call) classify(read Classify, response *http.Response) error {
	c.classification, c.classified, c.classifiedBody = Classification{}, nil, nil
	if response == nil || read == nil && !c.reads {
		return nil
	}
	body, err := keepBody(response)
	if err != nil || read == nil || len(body) > maxBody {
		return err
	}
	c.classification = read(response.StatusCode, response.Header, body)
	if c.classification.Kind != AsStatus {
		c.classified, c.classifiedBody = response, body
	}
	return nil
}

// throttled reports whether the last attempt was rate limited.
func (c *call) throttled(response *http.Response) bool {
	return isThrottled(c.classification.Kind, response.StatusCode)
}

func isThrottled(meaning Kind, status int) bool {
	return meaning == Throttled || meaning == AsStatus && status == http.StatusTooManyRequests
}

func isSuccess(status int) bool { return status >= 200 && status <= 299 }

// keepBody reads the body, or the begin of one that is too long, and leaves the response as
// if it were unread.
func keepBody(response *http.Response) (body []byte, err error) {
	body, err = io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	_ = response.Body.Close()
	rest := io.Reader(bytes.NewReader(body))
	if err != nil {
		rest = io.MultiReader(rest, brokenReader{err})
	}
	response.Body = io.NopCloser(rest)
	return body, err
}

func brokenOff(err error) error { return fmt.Errorf("the response broke off: %w", err) }

// brokenReader repeats the error that a body broke off with.
type brokenReader struct{ err error }

func (b brokenReader) Read([]byte) (int, error) { return 0, b.err }
