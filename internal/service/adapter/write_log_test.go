// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The lists of a verification that was answered before a claim must not undo
// the claim, in whichever order the two answers are read.
func TestListsThatAreOlderThanAClaimDoNotUndoIt(t *testing.T) {
	t.Parallel()
	// Several answers at a time, so that they get into each other's way.
	verified := map[string]service.Domain{"acme.test": {State: service.StateVerified}}
	for n := range 20 {
		verified[fmt.Sprintf("d%d.test", n)] = service.Domain{State: service.StateVerified}
	}
	for range 10000 {
		known := adapter.NewOrganization(acme(), "one", func(context.Context) (service.Snapshot, error) { return service.Snapshot{Known: true}, nil })
		log := adapter.NewWriteLog(known)
		if _, err := known.Snapshot(t.Context(), operation); err != nil {
			t.Fatal(err)
		}
		number := log.Number()
		var answers sync.WaitGroup
		for range 3 {
			answers.Go(func() { log.SetVerified(verified, number) })
		}
		answers.Go(func() { log.Set("acme.test", service.StateClaimed) })
		answers.Wait()
		snapshot, err := known.Snapshot(t.Context(), operation)
		if got := snapshot.Of("acme.test").State; err != nil || got != service.StateClaimed {
			t.Fatalf("the domain reads %s, %v", got, err)
		}
	}
}

func TestReadingThatIsBehindDoesNotUndoAWrite(t *testing.T) {
	t.Parallel()
	log := adapter.NewWriteLog(adapter.NewOrganization(acme(), "one", nil))
	log.Set("gone.test", service.StateAbsent)
	log.Set("claimed.test", service.StateClaimed)
	log.Set("claimed.test", service.StatePending)
	log.Set("open.test", service.StateVerified)
	log.Forget("open.test")
	read := map[string]service.Domain{
		"gone.test": {State: service.StateVerified}, "claimed.test": {State: service.StateVerified}, "open.test": {State: service.StatePending},
	}
	log.Overlay(read)
	if len(read) != 2 || read["claimed.test"].State != service.StateClaimed || read["open.test"].State != service.StatePending {
		t.Errorf("%+v", read)
	}
}
