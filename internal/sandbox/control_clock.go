// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

func (c *control) clockOperations() []operation {
	return []operation{
		{http.MethodGet, "/clock", "", "the time of the sandbox", c.showClock},
		{http.MethodPost, "/clock", `{"advance":"10m"}`, "move it forward", c.advanceClock},
	}
}

func (c *control) showClock(*http.Request) (any, error) { return clockFace(c.Clock.Now()), nil }

func (c *control) advanceClock(r *http.Request) (any, error) {
	var request struct{ Advance string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	d, err := time.ParseDuration(request.Advance)
	if err != nil {
		return nil, fmt.Errorf("advancing the clock: %q is no duration like 10m or 1h30m", request.Advance)
	}
	if d < 0 {
		return nil, fmt.Errorf("advancing the clock: %s is negative, and the sandbox clock never runs backwards", d)
	}
	return clockFace(c.Clock.Advance(d)), nil
}

func clockFace(now time.Time) map[string]string {
	return map[string]string{"now": now.UTC().Format(time.RFC3339Nano)}
}
