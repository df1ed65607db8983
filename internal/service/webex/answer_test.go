// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func answerOf(err error) service.Response {
	var typed *service.Error
	if !errors.As(err, &typed) {
		return service.Response{}
	}
	return typed.Response
}

const scimKey = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"

func TestEveryShapeOfErrorBodyIsUnderstood(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want service.Response
	}{
		"message and errors": {
			`{"message":"No.","errors":[{"description":"Because.","errorCode":400123}],"trackingId":"T1"}`,
			service.Response{Code: "400123", Message: "No.; Because.", RequestID: "T1"},
		},
		"message that repeats itself": {
			`{"message":"No.","errors":[{"description":"No."}],"trackingId":"T1"}`,
			service.Response{Message: "No.", RequestID: "T1"},
		},
		"code beside the message": {`{"message":"No.","errorCode":"E7"}`, service.Response{Code: "E7", Message: "No."}},
		"SCIM": {
			`{"schemas":["x"],"status":"409","detail":"No.","` + scimKey + `":{"trackingId":"T2","errorCode":"409001","details":["Because."]}}`,
			service.Response{Code: "409001", Message: "No.; Because.", RequestID: "T2"},
		},
		"Control Hub": {
			`{"error":{"key":"400","message":[{"description":"No.","code":"400091"}],"trackingId":"T3"}}`,
			service.Response{Code: "400091", Message: "No.", RequestID: "T3"},
		},
		"errorMessage":   {`{"errorMessage":"No."}`, service.Response{Message: "No."}},
		"error as text":  {`{"error":"invalid_request"}`, service.Response{Message: "invalid_request"}},
		"list of texts":  {`{"errors":["No.","Because."]}`, service.Response{Message: "No.; Because."}},
		"other types":    {`{"message":7,"errors":{"a":1},"error":[],"trackingId":null}`, service.Response{}},
		"a JSON list":    {`["No."]`, service.Response{Message: `["No."]`}},
		"plain text":     {"No.\n", service.Response{Message: "No."}},
		"lines of HTML":  {"<html>\n  <p>No.</p>\n</html>", service.Response{Message: "<html> <p>No.</p> </html>"}},
		"a long message": {strings.Repeat("ä", 600), service.Response{Message: strings.Repeat("ä", 500) + "…"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, unreadable)
			w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:400", Body: c.body})
			_, err := w.adapter(t).Add(t.Context(), w.ID(0))
			c.want.Status = 400
			if diff := cmp.Diff(c.want, answerOf(err)); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

// The sandbox words the same refusal in each of the shapes.
func TestEveryShapeOfTheSandboxCarriesMessageAndTrackingID(t *testing.T) {
	t.Parallel()
	for _, shape := range []string{"message_errors", "scim", "control_hub", "plain_text", "empty"} {
		w := newWorld(t, unreadable)
		w.set(t, webexsim.SwitchErrorBody, shape)
		adapter, id := w.adapter(t), w.ID(0)
		must(t, w.Webex.HoldElsewhere(id.Domain, true))
		_, err := adapter.Add(t.Context(), id)
		want := service.Response{Status: 409, Message: "Domain d0.corp.test is already claimed."}
		if shape == "empty" {
			want.Message = ""
		}
		got := answerOf(err)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(service.Response{}, "RequestID", "Code")); diff != "" || !strings.HasPrefix(got.RequestID, "ROUTER_") {
			t.Errorf("%s: request id %q, (-want +got):\n%s", shape, got.RequestID, diff)
		}
	}
}

func TestSecretThatAnAnswerSpellsOtherwiseDoesNotShow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.values["access_token"] = "a/token/with/slashes"
	spelled := strings.ReplaceAll(w.values["access_token"], "/", `\/`)
	w.fault(t, simhttp.Fault{Kind: "status:401", Body: `{"message":"bad ` + spelled + `","errorCode":"` + spelled + `","trackingId":"` + spelled + `"}`})
	_, err := w.adapter(t).Read(t.Context(), w.ID(0))
	want := service.Response{Status: 401, Message: "bad [redacted]", Code: "[redacted]", RequestID: "[redacted]"}
	if diff := cmp.Diff(want, answerOf(err)); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}
