// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"fmt"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// everyPair runs test under each pair of settings of the switches that say how
// a refusal looks. One pair is left out: a failure that neither status tells
// is none that anybody has seen.
func everyPair(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	type setting struct{ name, value string }
	var settings []setting
	for _, sw := range newWorld(t).Switches().List() {
		switch sw.Name {
		case zohosim.SwitchForeignDomain, zohosim.SwitchDomainLimit, zohosim.SwitchUnknownDomain, zohosim.SwitchDuplicateDomain,
			zohosim.SwitchFailurePlace, zohosim.SwitchFailureStatus, zohosim.SwitchEmptyList:
			for _, value := range sw.Allowed[1:] {
				settings = append(settings, setting{sw.Name, value})
			}
		}
	}
	for i, one := range settings {
		for _, other := range settings[i+1:] {
			if one.name == other.name || one.value == "404_in_200" && other.value == "envelope_200" {
				continue
			}
			t.Run(one.name+"="+one.value+", "+other.name+"="+other.value, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.set(t, one.name, one.value)
				w.set(t, other.name, other.value)
				test(t, w)
			})
		}
	}
}

func TestEveryPairOfSettingsTellsWhyADomainIsRefused(t *testing.T) {
	t.Parallel()
	everyPair(t, func(t *testing.T, w *world) {
		held := w.ID(31)
		must(t, w.HoldElsewhere(held.Domain))
		_, err := w.adapter(t).Add(t.Context(), held)
		wantError(t, err, service.HeldElsewhere, "another Zoho organization")
		for n := range 30 {
			must(t, w.AddDomain(zohosim.DomainSpec{Domain: w.ID(n).Domain}))
		}
		_, err = w.adapter(t).Add(t.Context(), w.ID(30))
		wantError(t, err, service.Blocked, "30 domains")
		w.wantCount(t, "POST ", 2)
	})
}

func TestEveryPairOfSettingsNoticesThatTheOnlyDomainIsGone(t *testing.T) {
	t.Parallel()
	everyPair(t, func(t *testing.T, w *world) {
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.drift(t, "remove", id)
		_, err := w.verify(t, adapter, id, token)
		wantError(t, err, service.Blocked, "does not have the domain")
		if got := read(t, w.adapter(t), id); got.State != service.StateAbsent {
			t.Errorf("reads %+v, want it absent", got)
		}
		must(t, release(t, w.adapter(t), id))
	})
}

// What the two statuses of a refusal can be beside those of the simulator.
func TestRefusalOfWhicheverStatusIsARefusal(t *testing.T) {
	t.Parallel()
	for _, answer := range []struct {
		http int
		body string
		want service.Class
	}{
		{400, `{"status":{"code":500,"description":"Internal Error"},"data":{"moreInfo":"already associated with another organization"}}`, service.HeldElsewhere},
		{500, `{"status":{"code":400,"description":"already associated with another organization"}}`, service.HeldElsewhere},
		{500, `{"status":{"code":500,"description":"already associated with another organization"}}`, service.HeldElsewhere},
		{500, `{"status":{"code":500,"description":"Internal Error"},"data":{"error":"DOMAIN_ALREADY_EXISTS"}}`, service.HeldElsewhere},
		{500, `{"status":{"code":500,"description":"Internal Server Error"},"data":{"errorCode":"INTERNAL_ERROR"}}`, service.Transient},
		{200, `{"status":{"code":500,"description":"Internal Error"},"data":{"errorCode":"INTERNAL_SERVER_ERROR"}}`, service.Transient},
	} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		w.fault(t, simhttp.Fault{Match: "POST ", Kind: fmt.Sprintf("status:%d", answer.http), Body: answer.body})
		_, err := adapter.Add(t.Context(), id)
		wantError(t, err, answer.want)
	}
}

// An internal error is no refusal of the verification: the wait goes on.
func TestInternalErrorOfAVerificationMayPass(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.fault(t, simhttp.Fault{Match: "PUT ", Kind: "status:500", Body: `{"status":{"code":500,"description":"Internal Error"},"data":{"errorCode":"INTERNAL_ERROR"}}`})
	_, err := w.verify(t, adapter, id, token)
	wantError(t, err, service.Transient, "failed to handle")
}
