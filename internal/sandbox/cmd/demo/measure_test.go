// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"
)

func TestMissedGoalIsPrintedAndAnError(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	err := printFigures([]figure{newFigure("plan", 2, "s", 5), newFigure("plan_requests", 40, "requests", 5)}, &text)
	want := `{"name":"plan","value":2,"unit":"s","goal":5,"ok":true}` + "\n" +
		`{"name":"plan_requests","value":40,"unit":"requests","goal":5,"ok":false}` + "\n"
	if text.String() != want {
		t.Errorf("printed %s, want %s", text.String(), want)
	}
	if err == nil || !strings.Contains(err.Error(), "plan_requests is 40 requests") || strings.Contains(err.Error(), "plan is") {
		t.Errorf("error %v, want one about the missed goal alone", err)
	}
}
