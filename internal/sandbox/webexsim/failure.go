// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// failure is a refused request: what becomes an error body. Code is Webex's own
// numeric code, 0 when none is known.
type failure struct {
	status int
	code   int
	text   string
}

func refuse(status int, format string, args ...any) *failure {
	return &failure{status: status, text: fmt.Sprintf(format, args...)}
}

// refuseBySwitch takes the status from a switch whose value is one.
func refuseBySwitch(value, format string, args ...any) *failure {
	status, err := strconv.Atoi(value)
	if err != nil {
		return refuse(http.StatusInternalServerError, "the simulator has no behaviour for switch value %q", value)
	}
	return refuse(status, format, args...)
}

const scimError = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"

// body renders the shapes that clients have met (wire/webex.md 4.3).
func (f *failure) body(shape, trackingID string) (contentType string, body []byte) {
	detail := map[string]any{"description": f.text}
	if f.code != 0 {
		detail["errorCode"] = f.code
	}
	var shaped any
	switch shape {
	case "scim":
		shaped = map[string]any{
			"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:Error", scimError},
			"status":  strconv.Itoa(f.status),
			"detail":  f.text,
			scimError: map[string]any{"trackingId": trackingID, "errorCode": strconv.Itoa(f.code), "details": []string{f.text}},
		}
	case "control_hub":
		shaped = map[string]any{"error": map[string]any{
			"key": strconv.Itoa(f.status), "message": []any{detail}, "trackingId": trackingID,
		}}
	case "plain_text":
		return "text/plain; charset=utf-8", []byte(f.text + "\n")
	case "empty":
		return "", nil
	default: // message_errors
		shaped = map[string]any{"message": f.text, "errors": []any{detail}, "trackingId": trackingID}
	}
	body, err := json.Marshal(shaped)
	if err != nil { // maps of strings and numbers always encode
		return "text/plain", []byte(err.Error())
	}
	return "application/json;charset=UTF-8", body
}
