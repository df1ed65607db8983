// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// holdingDefinition is the service as it is for those whose tokens and verifications
// belong to the caller, and whose record has to stay until the domain is released.
func holdingDefinition() service.Definition {
	return variant(func(plain *fourth) service.Service { return &holding{fourth: plain} })
}

// variant is the service with more abilities.
func variant(of func(*fourth) service.Service) service.Definition {
	d := definition()
	plain := d.New
	d.New = func(values service.Values, deps service.Dependencies) (service.Service, error) {
		made, err := plain(values, deps)
		if err != nil {
			return nil, err
		}
		return of(made.(*fourth)), nil
	}
	return d
}

var (
	_ service.Renewer          = (*holding)(nil)
	_ service.RecordHolder     = (*holding)(nil)
	_ service.CallerIdentifier = (*holding)(nil)
)

type holding struct {
	*fourth

	mu     sync.Mutex
	caller string
}

func (h *holding) Capabilities() service.Capabilities {
	capabilities := h.fourth.Capabilities()
	capabilities.RecordStays = true
	return capabilities
}

// Proofs implements service.RecordHolder.
func (h *holding) Proofs(ctx context.Context, id service.DomainID) ([]service.Publication, error) {
	found, err := h.Read(ctx, id)
	if err != nil || !found.State.Verified() {
		return nil, err
	}
	proof, err := h.Publication(ctx, id, service.MethodDNSTXT, found.Token(service.MethodDNSTXT))
	return []service.Publication{proof}, err
}

func (h *holding) Release(ctx context.Context, request service.ReleaseRequest) error {
	err := h.fourth.Release(ctx, request)
	if refusal, ok := errors.AsType[*service.Error](err); ok && refusal.Class == service.Blocked && refusal.Response.Status == http.StatusConflict {
		refusal.Class, refusal.Reason = service.NotYet, "Fourth still sees the record"
	}
	return err
}

// CallerIdentity implements service.CallerIdentifier.
func (h *holding) CallerIdentity(ctx context.Context) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.caller != "" {
		return h.caller, nil
	}
	var response struct{ Caller string }
	if err := h.Get(h.Default).api.Read(ctx, http.MethodGet, "/caller", nil, &response); err != nil {
		return "", h.Vendor.Failure(ctx, "read whose API key it is", err)
	}
	h.caller = response.Caller
	return h.caller, nil
}
