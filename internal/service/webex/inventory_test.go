// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The lists of a verification that was answered before a claim must not undo
// the claim, in whichever order the two answers are read.
func TestListsThatAreOlderThanAClaimDoNotUndoIt(t *testing.T) {
	t.Parallel()
	// Several answers at a time, so that they get into each other's way.
	lists := domainLists{VerifiedDomains: []string{"acme.test"}, ClaimedDomains: []string{}}
	for n := range 20 {
		lists.VerifiedDomains = append(lists.VerifiedDomains, fmt.Sprintf("d%d.test", n))
	}
	for range 10000 {
		known := newOrganization(newVendor(nil), client{}, "", "")
		known.Inventory = service.NewInventory(func(context.Context) (service.Snapshot, error) { return service.Snapshot{Known: true}, nil })
		if _, err := known.Inventory.Snapshot(t.Context()); err != nil {
			t.Fatal(err)
		}
		number := known.written.Number()
		var answers sync.WaitGroup
		for range 3 {
			answers.Go(func() { known.updateLists(lists, number) })
		}
		answers.Go(func() { known.updateState("acme.test", service.StateClaimed) })
		answers.Wait()
		snapshot, err := known.Inventory.Snapshot(t.Context())
		if got := snapshot.Of("acme.test").State; err != nil || got != service.StateClaimed {
			t.Fatalf("the domain reads %s, %v", got, err)
		}
	}
}
