// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestOrganizationHasItsNameByOneCallPerProcessAndItsDomainsFromTheInventory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makeVerified(t, adapter, id)
	w.wantCount(t, "GET ", 1)
	for range 3 {
		got, err := adapter.Organization(t.Context(), id.OrganizationID)
		want := service.Organization{ID: id.OrganizationID, Name: "Acme", Domains: map[string]service.Domain{
			id.Domain: {State: service.StateVerified, RemoteID: id.Domain, Tokens: map[service.Method]string{
				service.MethodDNSTXT: token, service.MethodDNSCNAME: token, service.MethodHTTPFile: token[2:],
			}},
		}}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
	w.wantCount(t, "GET ", 2)
}

func TestCapabilitiesLetVerifyingClaimAndPollNoFasterThanZohoBears(t *testing.T) {
	t.Parallel()
	got := newScripted(t, nil).adapter.Capabilities()
	if !got.VerifyClaims || !got.HostsMail || got.CanReserve || got.PollInterval != zohosPatience || !cmp.Equal(got.Methods, service.Methods()) {
		t.Errorf("%+v", got)
	}
}
