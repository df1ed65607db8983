// SPDX-License-Identifier: MPL-2.0

package runledger

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// PlannedTokens are the verification tokens that this run plans, so that a
// verification can be held to the method of its token before anything is applied.
// A token is planned before the verification that refers to it.
type PlannedTokens struct {
	mu      sync.Mutex
	planned map[service.DomainID]map[service.Method][]types.String
}

// Plan notes a token as its resource plans it; its value may not be known yet.
func (k *PlannedTokens) Plan(id service.DomainID, method service.Method, token types.String) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.planned == nil {
		k.planned = map[service.DomainID]map[service.Method][]types.String{}
	}
	if k.planned[id] == nil {
		k.planned[id] = map[service.Method][]types.String{}
	}
	k.planned[id][method] = append(k.planned[id][method], token)
}

// OtherMethod returns the method that a token is of, where that is certain and
// not the given one. A token that is not known yet comes from a resource, so it
// is of another method when only others are planned; a known one may come from
// anywhere, unless its value is planned.
func (k *PlannedTokens) OtherMethod(id service.DomainID, method service.Method, token types.String) (service.Method, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	tokens := k.planned[id]
	if holds(tokens[method], token) {
		return "", false
	}
	for _, other := range service.Methods() {
		if other != method && holds(tokens[other], token) {
			return other, true
		}
	}
	return "", false
}

// holds reports whether a token is among the planned ones of a method: an unknown
// one may be any of them, a known one has to be equal.
func holds(planned []types.String, token types.String) bool {
	if token.IsUnknown() {
		return len(planned) > 0
	}
	for _, one := range planned {
		if one.Equal(token) {
			return true
		}
	}
	return false
}
