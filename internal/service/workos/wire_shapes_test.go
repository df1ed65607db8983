// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// errorBodies are the shapes of one refusal (wire/workos.md 5), of which the simulator has
// the first.
func errorBodies(text string) map[string]string {
	return map[string]string{
		"message":           fmt.Sprintf(`{"errors":[{"code":"invalid","field":"domain"}],"message":%q}`, text),
		"code":              fmt.Sprintf(`{"code":"domain_invalid","message":%q}`, text),
		"error_strings":     fmt.Sprintf(`{"errors":[%q],"message":%q}`, text, text),
		"error_phrase":      fmt.Sprintf(`{"error":"Unprocessable Entity","message":%q}`, text),
		"error_description": fmt.Sprintf(`{"error":"domain_invalid","error_description":%q}`, text),
		"plain_text":        text,
	}
}

// What a refusal means does not depend on the shape of its body.
func TestRefusalMeansTheSameAndShowsItsTextInEveryShape(t *testing.T) {
	t.Parallel()
	const text = "The consumer domain gmail.com can not be added."
	for step, do := range map[string]func(*testing.T, *world) error{
		"POST /organization_domains": func(t *testing.T, w *world) error {
			_, err := w.adapter(t).Add(t.Context(), w.ID(0))
			return err
		},
		"/verify": func(t *testing.T, w *world) error {
			adapter := w.adapter(t)
			_, err := verify(t, adapter, w.ID(0), w.makePending(t, adapter, w.ID(0)))
			return err
		},
		"GET /organizations/": func(t *testing.T, w *world) error {
			_, err := w.adapter(t).Read(t.Context(), w.ID(0))
			return err
		},
		"DELETE ": func(t *testing.T, w *world) error {
			adapter := w.adapter(t)
			w.makePending(t, adapter, w.ID(0))
			return adapter.Release(t.Context(), service.ReleaseRequest{ID: w.ID(0)})
		},
	} {
		for _, status := range []int{400, 401, 403, 409, 422} {
			meaning := func(body string) (service.Class, service.Response) {
				w := newWorld(t)
				w.fault(t, simhttp.Fault{Match: step, Kind: fmt.Sprintf("status:%d", status), Body: body})
				err := do(t, w)
				return service.ClassOf(err), responseOf(err)
			}
			bodies := errorBodies(text)
			want, _ := meaning(bodies["message"])
			for shape, body := range bodies {
				if got, response := meaning(body); got != want || !contains(response.Message, text) {
					t.Errorf("%s, %d, %s: class %q and %+v, want %q as in message, with the text", step, status, shape, got, response, want)
				}
			}
		}
	}
}

// A domain without a token shows that by null or by nothing, and answers of 2024 lacked
// some fields; headers tell a rate limit that nobody has exceeded, or nothing.
func TestDomainReadsTheSameWhetherOptionalFieldsAreThereOrNot(t *testing.T) {
	t.Parallel()
	for _, state := range []string{`"state":"pending",`, `"state":"verified",`, `"state":"failed",`} {
		for shape, fields := range map[string][2]string{
			"no token":      {`"verification_token":null,`, ``},
			"recent fields": {`"verification_token":"T0ken","organization_id":"org_01SCRIPT","created_at":"2026-01-01T12:00:00.000Z",`, `"verification_token":"T0ken",`},
		} {
			var seen []any
			for i, shown := range fields {
				s := newScripted(t, state+shown)
				s.respond = func(w http.ResponseWriter, _ *http.Request) bool {
					if i == 0 {
						w.Header().Set("X-RateLimit-Limit", "6000")
						w.Header().Set("X-RateLimit-Remaining", "5999")
						w.Header().Set("X-RateLimit-Reset", "1767268860")
					}
					return false
				}
				challenge, err := s.adapter.Challenge(t.Context(), s.id, service.MethodDNSTXT)
				verified, verifyErr := verify(t, s.adapter, s.id, "T0ken")
				seen = append(seen, []any{
					read(t, s.adapter, s.id), challenge, service.ClassOf(err), verified, service.ClassOf(verifyErr), s.begun(),
				})
			}
			if diff := cmp.Diff(seen[0], seen[1]); diff != "" {
				t.Errorf("%s%s (-there +not there):\n%s", state, shape, diff)
			}
		}
	}
}
