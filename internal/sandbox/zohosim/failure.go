// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// failure is a refused request: what becomes an error body.
type failure struct {
	status   int
	envelope int    // the envelope's code where it differs from the status; 0 is the same
	code     string // of the machine-readable kind
	text     string
	// seen is the member of data in which Zoho was seen to put the code (wire/zoho.md 1.5).
	// Codes that were never seen are the simulator's own, and show in one setting of
	// the switch only.
	seen string
	// live failures were probed by a third party and look as they do there (wire/zoho.md 2).
	live   bool
	header http.Header
	body   any // a body that is no envelope
}

// refuse is a failure whose code nobody has seen.
func refuse(status int, code, format string, args ...any) *failure {
	return &failure{status: status, code: code, text: fmt.Sprintf(format, args...)}
}

// refuseSeen is a failure whose code is known, in that member of data.
func refuseSeen(member, code, format string, args ...any) *failure {
	fail := refuse(http.StatusBadRequest, code, format, args...)
	fail.seen = member
	return fail
}

func probed(status int, code, text string) *failure {
	return &failure{status: status, code: code, text: text, live: true}
}

func noSuchURL() *failure { return probed(http.StatusNotFound, "URL_RULE_NOT_CONFIGURED", "") }

// bySwitch takes the status from a switch whose value begins with one.
func (s *Sim) bySwitch(name, code, format string, args ...any) *failure {
	fail := refuse(s.Number(name), code, format, args...)
	if s.Is(name, "404_in_200") {
		fail.status, fail.envelope = http.StatusOK, http.StatusNotFound
	}
	return fail
}

// render puts the code and the text where the switches say.
func (s *Sim) render(_ simhttp.Call, f *failure) simhttp.Response {
	code := cmp.Or(f.envelope, f.status)
	switch place := s.Value(SwitchFailurePlace); {
	case f.body != nil:
		return simhttp.JSON(f.status, f.body).With(f.header)
	case f.live:
		return simhttp.JSON(f.status, newEnvelope(code, describe(code), f.details("probed"))).With(f.header)
	default:
		e, status := newEnvelope(code, describe(code), f.details(place)), f.status
		switch s.Value(SwitchFailureStatus) {
		case "http_200":
			status = http.StatusOK
		case "envelope_200":
			e.Status.Code, e.Status.Description = http.StatusOK, "success"
		}
		if place == "status.description" {
			e.Status.Description = f.sentence()
		}
		return simhttp.JSON(status, e).With(f.header)
	}
}

// details is the member data; nil leaves it out.
func (f *failure) details(place string) any {
	switch {
	case place == "as_seen" && f.seen != "":
		return map[string]string{f.seen: f.code, "moreInfo": f.text}
	case place == "as_seen", place == "data.moreInfo":
		return map[string]string{"moreInfo": f.sentence()}
	case place == "data.error":
		return map[string]string{"error": f.code, "message": f.text}
	case place == "status.description", f.code == "":
		return nil
	case f.live && f.text != "":
		return map[string]string{"errorCode": f.code, "moreInfo": f.text}
	}
	return map[string]string{"errorCode": f.code}
}

// sentence is what there is to read where only one text fits: a code that exists at
// Zoho stands in it, one of the simulator's own does not.
func (f *failure) sentence() string {
	if f.seen == "" {
		return f.text
	}
	return f.code + ": " + f.text
}

func describe(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "Invalid Input"
	case http.StatusUnauthorized:
		return "Invalid Access" // wire/zoho.md 2
	case http.StatusInternalServerError:
		return "Internal Error"
	}
	return http.StatusText(status)
}
