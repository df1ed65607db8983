// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// organization is one that notes what is done with its domains.
type organization struct {
	*adapter.Organization
	done []string
	// during is called by each operation.
	during func()
}

func (o *organization) note(operation string, known service.State) {
	o.done = append(o.done, operation+": "+string(known))
	if o.during != nil {
		o.during()
	}
}

func (o *organization) Publication(_ context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	return o.TXTRecord(id, method, token)
}

func (o *organization) Challenge(_ context.Context, operation, _ string, _ service.Method) (service.Challenge, error) {
	o.note(operation, "")
	return service.Challenge{Token: "T"}, nil
}

func (o *organization) Add(_ context.Context, operation, _ string, known service.Domain) (service.Domain, error) {
	o.note(operation, known.State)
	return known, nil
}

func (o *organization) Verify(_ context.Context, operation string, _ service.VerifyRequest, known service.Domain) (service.Domain, error) {
	o.note(operation, known.State)
	return known, nil
}

func (o *organization) Release(_ context.Context, operation string, _ service.ReleaseRequest) error {
	o.note(operation, "")
	return nil
}

func organizations(load func(context.Context) (service.Snapshot, error)) *adapter.Organizations[*organization] {
	return adapter.NewOrganizations(func(id string) *organization {
		return &organization{Organization: adapter.NewOrganization(acme(), id, load)}
	})
}

// operationsOn are the operations on one domain, in the order of its life.
func operationsOn(all *adapter.Organizations[*organization], id service.DomainID) []func(context.Context) error {
	return []func(context.Context) error{
		func(ctx context.Context) error { _, err := all.Add(ctx, id); return err },
		func(ctx context.Context) error { _, err := all.Challenge(ctx, id, service.MethodDNSTXT); return err },
		func(ctx context.Context) error { _, err := all.Verify(ctx, service.VerifyRequest{ID: id}); return err },
		func(ctx context.Context) error { return all.Release(ctx, service.ReleaseRequest{ID: id}) },
	}
}

func TestOperationIsNamedAndGetsTheDomainAsItIsUnderTheLock(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "acme", OrganizationID: "one", Domain: "acme.test"}
	all := organizations(func(context.Context) (service.Snapshot, error) {
		return service.Snapshot{Known: true, Complete: true, Domains: map[string]service.Domain{id.Domain: {State: service.StatePending}}}, nil
	})
	o := all.Get(id.OrganizationID)
	locked := 0
	o.during = func() {
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := o.Lock(ended, operation, id.Domain); err != nil {
			locked++
		}
	}
	for n, operate := range operationsOn(all, id) {
		if err := operate(t.Context()); err != nil {
			t.Errorf("operation %d: %v", n, err)
		}
	}
	want := []string{
		"add the domain acme.test: pending", "get the verification token of acme.test: ",
		"verify the domain acme.test: pending", "release the domain acme.test: ",
	}
	if !slices.Equal(o.done, want) || locked != len(want) {
		t.Errorf("%q, %d of them with the lock", o.done, locked)
	}
	unlock, err := o.Lock(t.Context(), operation, id.Domain)
	if err != nil {
		t.Fatalf("the lock is kept: %v", err)
	}
	defer unlock()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for n, operate := range operationsOn(all, id) {
		if err := operate(ended); service.ClassOf(err) != service.Interrupted || len(o.done) != len(want) {
			t.Errorf("operation %d does not wait for another one: %v", n, err)
		}
	}
}

func TestNothingIsAddedOrVerifiedInAnOrganizationThatCannotBeRead(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "acme", OrganizationID: "one", Domain: "acme.test"}
	all := organizations(func(context.Context) (service.Snapshot, error) {
		return service.Snapshot{}, &service.Error{Class: service.NotFound, Reason: "no"}
	})
	for n, operate := range operationsOn(all, id) {
		if isRead := n == 0 || n == 2; isRead && service.ClassOf(operate(t.Context())) != service.NotFound {
			t.Errorf("operation %d is made", n)
		}
	}
	if done := all.Get(id.OrganizationID).done; len(done) != 0 {
		t.Errorf("done: %q", done)
	}
}

func TestChallengeHasWhatIsPublishedForItsToken(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "acme", OrganizationID: "one", Domain: "acme.test"}
	all := organizations(func(context.Context) (service.Snapshot, error) { return service.Snapshot{}, errors.New("not read") })
	challenge, err := all.Challenge(t.Context(), id, service.MethodDNSTXT)
	if err != nil || challenge.Token != "T" || challenge.Publication.Record == nil || challenge.Publication.Record.Value != "T" {
		t.Errorf("%+v, %v", challenge, err)
	}
	o := all.Get(id.OrganizationID)
	o.done = nil
	if _, err := all.Challenge(t.Context(), id, service.MethodHTTPFile); service.ClassOf(err) != service.Rejected || len(o.done) != 0 {
		t.Errorf("a method that the service does not know: %v, after %q", err, o.done)
	}
}
