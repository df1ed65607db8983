// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// failure is a refused request: what becomes an error body. Code is Webex's own
// numeric code, 0 when none is known.
type failure struct {
	status int
	code   int
	text   string
	header http.Header
}

func refuse(status int, format string, args ...any) *failure {
	return &failure{status: status, text: fmt.Sprintf(format, args...)}
}

func decode(c call, into any) *failure {
	if err := json.Unmarshal(c.Body, into); err != nil {
		return refuse(http.StatusBadRequest, "Invalid JSON input: %v", err)
	}
	return nil
}

const scimError = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"

// render has the shapes that clients have met (wire/webex.md 4.3). The unknown ones are
// those of the identity family.
func (s *Sim) render(c simhttp.Call, f *failure) simhttp.Response {
	shape := "message_errors"
	if strings.HasPrefix(c.URL.Path, BasePath+"/identity/") {
		shape = s.Value(SwitchErrorBody)
	}
	return f.body(shape, c.ID).With(f.header)
}

func (f *failure) body(shape, trackingID string) simhttp.Response {
	detail := map[string]any{"description": f.text}
	if f.code != 0 {
		detail["errorCode"] = f.code
	}
	switch shape {
	case "scim":
		return simhttp.JSON(f.status, map[string]any{
			"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:Error", scimError},
			"status":  strconv.Itoa(f.status),
			"detail":  f.text,
			scimError: map[string]any{"trackingId": trackingID, "errorCode": strconv.Itoa(f.code), "details": []string{f.text}},
		})
	case "control_hub":
		return simhttp.JSON(f.status, map[string]any{"error": map[string]any{
			"key": strconv.Itoa(f.status), "message": []any{detail}, "trackingId": trackingID,
		}})
	case "plain_text":
		return simhttp.Text(f.status, f.text+"\n")
	case "empty":
		return simhttp.Response{Status: f.status}
	default: // message_errors
		return simhttp.JSON(f.status, map[string]any{"message": f.text, "errors": []any{detail}, "trackingId": trackingID})
	}
}
