// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
)

// bogus asks only where the record is published, or where the resolver was asked
// for it anyway: an absence must not get into its memory.
func (d *diagnosis) bogus(ctx context.Context) []Finding {
	s := d.client.Security(ctx, d.report)
	if s.State != Bogus {
		return nil
	}
	return []Finding{{
		Code:     DNSSECBogus,
		Sentence: fmt.Sprintf("The DNSSEC signatures of %s are broken: %s. Services ask validating resolvers, and those do not see the record.", d.report.zoneName(), s.Detail),
		Fix: "Sign the zone again, or correct the DS record at the registrar so that it fits the zone's keys; " +
			"to switch DNSSEC off, remove the DS record first and wait for its TTL.",
	}}
}
