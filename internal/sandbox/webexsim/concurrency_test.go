// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestTwentyDomainsAtOnceAllGetThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var group sync.WaitGroup
	for i := range 20 {
		name := fmt.Sprintf("d%d.test", i)
		group.Go(func() {
			token, _ := w.act("getDomainVerificationToken", fmt.Sprintf(`{"domain":%q}`, name)).fields["token"].(string)
			w.Publish(name, webexsim.RecordPrefix+token)
			if v, c := w.verify(name).status, w.claim(name).status; v != 200 || c != 200 {
				t.Errorf("%s: verify %d, claim %d", name, v, c)
			}
		})
	}
	group.Wait()
	if got := len(w.Snapshot().Organization.Claimed); got != 20 {
		t.Errorf("%d domains claimed, want 20", got)
	}
}

func TestVerifyDoesNotSucceedOnWhatChangedDuringItsLookup(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]int{"rotate": 400, "remove": 400, "take_over": 409} {
		var w *world
		w = newWorld(t, func(c *webexsim.Config) {
			honest := c.LookupTXT
			c.LookupTXT = func(ctx context.Context, name string) ([]string, error) {
				records, err := honest(ctx, name)
				if driftErr := w.Drift(kind, name); driftErr != nil {
					t.Error(driftErr)
				}
				return records, err
			}
		})
		w.makePending("acme.test")
		if got := w.verify("acme.test").status; got != want {
			t.Errorf("%s during the lookup: verify %d, want %d", kind, got, want)
		}
		if got := w.Snapshot().Organization.Verified; len(got) != 0 {
			t.Errorf("%s during the lookup left %v verified", kind, got)
		}
	}
}
