// SPDX-License-Identifier: MPL-2.0

package graphql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// Query is a document with one operation that asks for one field and changes nothing, as
// `query Names($id: ID!) { node(id: $id) { name } }`.
type Query string

// Mutation is a document with one operation that changes something, and asks for one
// field. It is a type of its own, so that it is never repeated like a query.
type Mutation string

// Client sends operations to one endpoint. Its HTTP client has to have the Classify of
// this package.
type Client struct {
	api  *httpapi.Client
	path string
}

// New returns a Client for the endpoint at path, below the base URL of api.
func New(api *httpapi.Client, path string) *Client { return &Client{api: api, path: path} }

// Query makes an operation that changes nothing, with variables as JSON, and decodes the
// field that it asks for into output. A field that is null leaves output as it is.
//
// Errors are those of httpapi.Client. A refusal is an *httpapi.StatusError whose Parsed
// is a *Response; what the response has of the field beside its errors is in output then.
func (c *Client) Query(ctx context.Context, document Query, variables map[string]any, output any) error {
	return c.send(ctx, c.api.Read, string(document), variables, output)
}

// Mutate is Query for an operation that changes something. A success that does not
// show the field leaves open whether the mutation was applied.
func (c *Client) Mutate(ctx context.Context, document Mutation, variables map[string]any, output any) error {
	return c.send(ctx, c.api.Write, string(document), variables, output)
}

type request struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables"`
}

func (c *Client) send(ctx context.Context, call func(ctx context.Context, method, path string, input, output any) error,
	document string, variables map[string]any, output any,
) error {
	wanted := &field{name: fieldOf(document), output: output}
	err := call(ctx, http.MethodPost, c.path, request{document, variables}, wanted)
	if err == nil && !wanted.decoded {
		return c.api.Unreadable(http.MethodPost, c.path, errors.New("the response has no body"))
	}
	if refused, ok := errors.AsType[*httpapi.StatusError](err); ok {
		if response, ok := refused.Parsed.(*Response); ok {
			// What does not fit is not missed: the errors count.
			_ = json.Unmarshal(response.Data[wanted.name], output)
		}
	}
	return err
}

// field is the part of a response that is asked for.
type field struct {
	name    string
	output  any
	decoded bool
}

// UnmarshalJSON reads a whole response.
func (f *field) UnmarshalJSON(body []byte) error {
	var response struct{ Data map[string]json.RawMessage }
	if err := json.Unmarshal(body, &response); err != nil {
		return err
	}
	value, ok := response.Data[f.name]
	switch {
	case response.Data == nil:
		return errors.New("it has neither data nor errors")
	case !ok:
		return fmt.Errorf("its data does not contain %s", f.name)
	}
	f.decoded = true
	return json.Unmarshal(value, f.output)
}

// fieldOf returns the name of the first field of a document, or its alias. Variables
// have no default values with braces.
func fieldOf(document string) string {
	_, selection, _ := strings.Cut(document, "{")
	selection = strings.TrimSpace(selection)
	isEnd := func(char rune) bool { return !strings.ContainsRune(nameCharacters, char) }
	if end := strings.IndexFunc(selection, isEnd); end >= 0 {
		selection = selection[:end]
	}
	return selection
}

const nameCharacters = "_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
