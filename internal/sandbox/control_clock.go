// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"fmt"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func (s *Sandbox) clockOperations() []simhttp.Operation {
	return []simhttp.Operation{
		simhttp.Query(http.MethodGet, "/clock", "", "the time of the sandbox",
			func(struct{}) (any, error) { return clockFace(s.Clock.Now()), nil }),
		simhttp.Query(http.MethodPost, "/clock", `{"advance":"10m"}`, "move it forward", s.advanceClock),
	}
}

func (s *Sandbox) advanceClock(request struct{ Advance string }) (any, error) {
	d, err := time.ParseDuration(request.Advance)
	if err != nil {
		return nil, fmt.Errorf("advancing the clock: %q is no duration like 10m or 1h30m", request.Advance)
	}
	if d < 0 {
		return nil, fmt.Errorf("advancing the clock: %s is negative, and the sandbox clock never runs backwards", d)
	}
	return clockFace(s.Clock.Advance(d)), nil
}

func clockFace(now time.Time) map[string]string {
	return map[string]string{"now": now.UTC().Format(time.RFC3339Nano)}
}
