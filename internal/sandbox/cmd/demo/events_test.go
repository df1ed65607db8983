// SPDX-License-Identifier: MPL-2.0

package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const output = `{"@message":"Terraform 1.11.4","@timestamp":"2026-01-01T00:00:00.0Z","type":"version"}
{"@message":"Warning: Provider development overrides are in effect","@timestamp":"2026-01-01T00:00:00.0Z","type":"diagnostic","diagnostic":{"severity":"warning","summary":"Provider development overrides are in effect"}}
{"@message":"a.b: Drift detected (delete)","@timestamp":"2026-01-01T00:00:00.0Z","type":"resource_drift","change":{"resource":{"addr":"a.b"},"action":"delete"}}
{"@message":"a.b: Plan to create","@timestamp":"2026-01-01T00:00:00.0Z","type":"planned_change","change":{"resource":{"addr":"a.b"},"action":"create"}}
{"@message":"Warning: Claim Is Gone","@timestamp":"2026-01-01T00:00:00.0Z","type":"diagnostic","diagnostic":{"severity":"warning","summary":"Claim Is Gone","detail":"why","address":"a.b"}}
{"@message":"a.b: Creating...","@timestamp":"2026-01-01T00:00:01.0Z","type":"apply_start","hook":{"resource":{"addr":"a.b"},"action":"create"}}
{"@message":"a.b: Creation complete after 2s","@timestamp":"2026-01-01T00:00:03.5Z","type":"apply_complete","hook":{"resource":{"addr":"a.b"},"action":"create"}}
`

func TestEventsTellPlannedAndAppliedChangesAndWarningsApart(t *testing.T) {
	t.Parallel()
	es := parseEvents([]byte(output))
	if diff := cmp.Diff([]change{{Address: "a.b", Action: "create"}}, es.planned()); diff != "" {
		t.Errorf("planned (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]change{{"a.b", "create", 2500 * time.Millisecond}}, es.applied()); diff != "" {
		t.Errorf("applied (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]warning{{"Claim Is Gone", "a.b"}}, es.warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}
