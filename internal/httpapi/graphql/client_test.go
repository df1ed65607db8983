// SPDX-License-Identifier: MPL-2.0

package graphql_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/graphql"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
)

const (
	query    graphql.Query    = `query Thing($id: ID!) { thing(id: $id) { name } }`
	mutation graphql.Mutation = `mutation Make($input: MakeInput!) { make(input: $input) { name } }`
)

// thing is what both ask for.
type thing struct{ Name string }

// endpoint is a transport that gives one response after the other, the last one again
// and again. A body that begins with a status has that one.
type endpoint struct {
	bodies   []string
	requests []string
}

func (e *endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(r.Context()).WroteHeaders()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	e.requests = append(e.requests, r.Method+" "+r.URL.Path+" "+string(body))
	given := e.bodies[min(len(e.requests), len(e.bodies))-1]
	status := http.StatusOK
	for code, prefix := range map[int]string{204: "204 ", 403: "403 ", 502: "502 "} {
		if rest, ok := strings.CutPrefix(given, prefix); ok {
			status, given = code, rest
		}
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(given))}, nil
}

func serve(bodies ...string) (*graphql.Client, *endpoint) {
	service := &endpoint{bodies: bodies}
	limit := func(_ int, _ http.Header, response *graphql.Response) (time.Duration, bool) {
		return 7 * time.Second, len(response.Errors) > 0 && response.Errors[0].Type == "SLOWLY" || response.Message == "slowly"
	}
	failed := func(response *graphql.Response) bool { return response.Errors[0].Type == "FAILED" }
	return graphql.New(httpapi.New(httpapi.Config{
		BaseURL: &url.URL{Scheme: "https", Host: "api.test"}, Tokens: httpapi.StaticToken("static-secret"),
		Transport: service, Classify: graphql.Classify(limit, failed), Limiter: ratelimit.New(ratelimit.Config{Service: "things"}),
	}), "/api/graphql"), service
}

// virtually tells a story in virtual time.
func virtually(t *testing.T, story func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, story)
}

func TestFieldIsDecodedAndTheOperationIsSentAsItIs(t *testing.T) {
	virtually(t, func(t *testing.T) {
		for _, body := range []string{
			`{"data": {"thing": {"name": "a"}}}`,
			`{"data": {"thing": {"name": "a"}}, "errors": []}`,
			`{"data": {"thing": {"name": "a"}, "other": 1}, "errors": null, "extensions": {"cost": 1}}`,
		} {
			client, service := serve(body)
			var got thing
			if err := client.Query(t.Context(), query, map[string]any{"id": "T_1"}, &got); err != nil || got.Name != "a" {
				t.Errorf("%s: %+v, %v", body, got, err)
			}
			want := `POST /api/graphql {"query":"query Thing($id: ID!) { thing(id: $id) { name } }","variables":{"id":"T_1"}}`
			if diff := cmp.Diff([]string{want}, service.requests); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		}
	})
}

func TestNullFieldIsLeftToTheCaller(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, _ := serve(`{"data": {"thing": null}}`)
		var got *thing
		if err := client.Query(t.Context(), query, nil, &got); err != nil || got != nil {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestErrorsAreARefusalWhateverTheData(t *testing.T) {
	full := `{"type": "NO", "message": "not this one", "path": ["make", 0], "locations": [{"line": 1, "column": 2}], "extensions": {"code": "x"}}`
	wantFull := []graphql.Error{{Type: "NO", Message: "not this one", Path: []any{"make", 0.0}, Extensions: map[string]any{"code": "x"}}}
	bodies := map[string]struct {
		body string
		want []graphql.Error
		name string
	}{
		"data null":        {`{"data": null, "errors": [` + full + `]}`, wantFull, ""},
		"field null":       {`{"data": {"make": null}, "errors": [` + full + `]}`, wantFull, ""},
		"data missing":     {`{"errors": [` + full + `]}`, wantFull, ""},
		"partial data":     {`{"data": {"make": {"name": "a"}}, "errors": [` + full + `]}`, wantFull, "a"},
		"message alone":    {`{"errors": [{"message": "no"}]}`, []graphql.Error{{Message: "no"}}, ""},
		"other types":      {`{"data": 1, "errors": [{"type": 7, "message": "no"}, "what", 3]}`, []graphql.Error{{Message: "no"}, {Message: `"what"`}, {Message: "3"}}, ""},
		"errors no list":   {`{"data": {"make": {"name": 1}}, "errors": "no"}`, []graphql.Error{{Message: `"no"`}}, ""},
		"errors an object": {`{"errors": {"message": "no"}}`, []graphql.Error{{Message: "no"}}, ""},
	}
	for name, given := range bodies {
		t.Run(name, func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				client, service := serve(given.body)
				var got thing
				err := client.Mutate(t.Context(), mutation, nil, &got)
				refused, ok := errors.AsType[*httpapi.StatusError](err)
				if !ok || refused.Kind != httpapi.Refused || httpapi.Ambiguous(err) || len(service.requests) != 1 {
					t.Fatalf("%d requests, %#v", len(service.requests), err)
				}
				response, ok := refused.Parsed.(*graphql.Response)
				if !ok || got.Name != given.name {
					t.Fatalf("parsed %#v, output %+v", refused.Parsed, got)
				}
				if diff := cmp.Diff(given.want, response.Errors); diff != "" {
					t.Errorf("errors (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestResponseThatShowsNothingLeavesAMutationOpen(t *testing.T) {
	for name, body := range map[string]string{
		"no member":      `{}`,
		"data empty":     `{"data": {}}`,
		"data null":      `{"data": null}`,
		"other field":    `{"data": {"made": {"name": "a"}}}`,
		"other type":     `{"data": {"make": "a"}}`,
		"data of a list": `{"data": []}`,
		"list":           `[{"data": {"make": {"name": "a"}}}]`,
		"null":           `null`,
		"page":           `<html><title>Sign in</title></html>`,
		"empty body":     ``,
		"no content":     `204 `,
		"page with 502":  `502 <html></html>`,
		"failure":        `{"data": {"make": null}, "errors": [{"type": "FAILED"}]}`,
		"empty 502":      `502 `,
	} {
		t.Run(name, func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				client, service := serve(body)
				var got thing
				err := client.Mutate(t.Context(), mutation, nil, &got)
				if !httpapi.Ambiguous(err) || got != (thing{}) || len(service.requests) != 1 {
					t.Errorf("%d requests, %+v, %v", len(service.requests), got, err)
				}
				client, _ = serve(strings.ReplaceAll(body, "make", "thing"))
				if err := client.Query(t.Context(), query, nil, &got); err == nil || got != (thing{}) {
					t.Errorf("a query: %+v, %v", got, err)
				}
			})
		})
	}
}

func TestQueriesAreRepeatedAndMutationsNot(t *testing.T) {
	virtually(t, func(t *testing.T) {
		for _, failure := range []string{"502 ", `{"errors": [{"type": "FAILED"}]}`} {
			client, service := serve(failure, `{"data": {"thing": {"name": "a"}}}`)
			var got thing
			if err := client.Query(t.Context(), query, nil, &got); err != nil || got.Name != "a" || len(service.requests) != 2 {
				t.Errorf("%d requests, %+v, %v", len(service.requests), got, err)
			}
		}
	})
}

func TestRateLimitWithinASuccessIsWaitedForLikeA429(t *testing.T) {
	for _, limited := range []string{`{"errors": [{"type": "SLOWLY", "message": "too many"}]}`, `403 {"message": "slowly"}`} {
		t.Run(limited, func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				begun := time.Now()
				client, service := serve(limited, `{"data": {"make": {"name": "a"}}}`)
				var got thing
				if err := client.Mutate(t.Context(), mutation, nil, &got); err != nil || got.Name != "a" || len(service.requests) != 2 || time.Since(begun) != 7*time.Second {
					t.Errorf("%d requests, %+v, %v after %s", len(service.requests), got, err, time.Since(begun))
				}
			})
		})
	}
}

func TestVariablesAreJSON(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := serve(`{"data": {"make": {"name": "a"}}}`)
		variables := map[string]any{"input": map[string]any{"name": "a\"b }", "clientMutationId": nil}}
		if err := client.Mutate(t.Context(), mutation, variables, new(thing)); err != nil {
			t.Fatal(err)
		}
		var sent struct{ Variables map[string]any }
		_, body, _ := strings.Cut(service.requests[0], "graphql ")
		if err := json.Unmarshal([]byte(body), &sent); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(variables, sent.Variables); diff != "" {
			t.Errorf("variables (-want +got):\n%s", diff)
		}
	})
}
