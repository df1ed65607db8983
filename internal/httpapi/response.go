// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

const (
	maxBody      = 8 << 20
	maxErrorBody = 64 << 10
)

// optional is an output that a response may leave out.
type optional struct{ into any }

// Optional makes an output of a call that stays as it is when the response
// has no body.
func Optional(into any) any { return optional{into} }

// parsed is an output that is decoded already.
type parsed struct{ into *any }

// Parsed makes an output of a call that becomes what Config.Classify has decoded
// (Classification.Parsed), so that the body is not decoded again.
func Parsed(into *any) any { return parsed{into} }

func (c *call) decode(response *http.Response, output any) error {
	wanted, mayLack := output.(optional)
	if mayLack {
		output = wanted.into
	}
	known, isParsed := output.(parsed)
	data, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	switch {
	case err != nil:
		return c.transportError(brokenOff(err))
	case !isSuccess(response.StatusCode), c.classification.Kind != AsStatus:
		return c.statusError(response, data)
	case len(data) > maxBody:
		return c.transportError(fmt.Errorf("the response is longer than %d bytes", maxBody))
	case c.redactor.Reveals(string(data)):
		// No API returns credentials. What it calls a name or a token would be stored or published.
		return c.transportError(errors.New("the response repeats a credential of the provider and is not used; check base_url, and a proxy in between"))
	case response.StatusCode == http.StatusNoContent, (output == nil || mayLack) && len(data) == 0:
		return nil
	case output == nil, isParsed:
		// A login page with status 200 is not a success, even where the body is not used.
		output = new(json.RawMessage)
	}
	err = json.Unmarshal(data, output)
	if err == nil && string(bytes.TrimSpace(data)) == "null" {
		// No API answers so, and it would leave output as it is.
		err = errors.New("it is null")
	}
	if err != nil {
		kind := bytes.TrimSpace([]byte(response.Header.Get("Content-Type")))
		return c.transportError(fmt.Errorf("the response (%d, content type %q) is not the JSON of this API; check for a proxy or a login page in between: %w",
			response.StatusCode, kind, err))
	}
	if isParsed {
		*known.into = c.classification.Parsed
	}
	return nil
}
