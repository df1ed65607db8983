// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// unlisted is the service as it is where only verified domains are listed, and a token is
// shown to who asks for it.
type unlisted struct {
	*holding
	asked *atomic.Int32
}

func (u unlisted) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	found, err := u.holding.Read(ctx, id)
	if found.State == service.StatePending {
		return service.Domain{State: service.StateUnverified, RemoteID: found.RemoteID}, err
	}
	found.Tokens = nil
	return found, err
}

func (u unlisted) Challenge(ctx context.Context, id service.DomainID, method service.Method) (service.Challenge, error) {
	u.asked.Add(1)
	return u.holding.Challenge(ctx, id, method)
}

// shared is unlisted at a service whose tokens belong to the organization, so that asking
// for one may register the domain.
type shared struct{ service.Service }

// Invariant 19: a plan writes nothing.
func TestNoRefreshAsksForTheTokenOfADomainThatIsNotListed(t *testing.T) {
	t.Parallel()
	w := start(t)
	var asked atomic.Int32
	fourth := holdingDefinition()
	fourth.New = func(values service.Values, deps service.Dependencies) (service.Service, error) {
		made, err := holdingDefinition().New(values, deps)
		if err != nil {
			return nil, err
		}
		return shared{unlisted{made.(*holding), &asked}}, nil
	}
	plugintest.Run(
		t, providersWith(fourth, w.environment, w.Clock),
		resource.TestStep{Config: withRecord, ConfigStateChecks: []statecheck.StateCheck{between(func() { asked.Store(0) })}},
		resource.TestStep{PreConfig: w.drift("rotate"), Config: withRecord, ConfigPlanChecks: planOf(nil)},
	)
	if got := asked.Load(); got != 0 {
		t.Errorf("asked for the token %d times", got)
	}
}

// twoTokens are two resources that have the same token.
var twoTokens = withRecord + strings.ReplaceAll(strings.TrimPrefix(tokenOnly, domainOnly), `"this"`, `"other"`)

// Invariant 5.
func TestTokenOfADomainThatIsNotListedIsAskedForOnceARunUntilItIsVerified(t *testing.T) {
	t.Parallel()
	w := start(t)
	var asked atomic.Int32
	fourth := holdingDefinition()
	fourth.New = func(values service.Values, deps service.Dependencies) (service.Service, error) {
		made, err := holdingDefinition().New(values, deps)
		if err != nil {
			return nil, err
		}
		return unlisted{made.(*holding), &asked}, nil
	}
	providers := providersWith(fourth, w.environment, w.Clock)
	tokens := statecheck.CompareValue(compare.ValuesDiffer())
	token := func() statecheck.StateCheck { return tokens.AddStateValue(tokenAddress, tfjsonpath.New("token")) }
	forget := between(func() { asked.Store(0) })
	wantAsked := func(want int32) func() {
		return func() {
			w.t.Helper()
			if got := asked.Swap(0); got != want {
				w.t.Errorf("asked for tokens %d times, want %d", got, want)
			}
		}
	}
	verified := twoTokens + configuration[len(withRecord):]
	plugintest.Run(
		t, providers,
		resource.TestStep{Config: twoTokens, ConfigStateChecks: []statecheck.StateCheck{token(), forget}},
		// The plan after the step, and the one of this step.
		resource.TestStep{PreConfig: w.drift("rotate"), Config: twoTokens, ConfigStateChecks: []statecheck.StateCheck{token(), between(wantAsked(2))}},
		resource.TestStep{Config: verified, ConfigStateChecks: []statecheck.StateCheck{isState("verified"), forget}},
		resource.TestStep{Config: verified, ConfigPlanChecks: planOf(nil), ConfigStateChecks: []statecheck.StateCheck{between(wantAsked(0))}},
	)
}
