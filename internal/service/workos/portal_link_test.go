// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestPortalLinkOpensTheDomainVerificationOfTheOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organizationID := w.ID(0).OrganizationID
	link, err := w.adapter(t).PortalLink(t.Context(), service.PortalLinkRequest{
		OrganizationID: organizationID, ReturnURL: "https://acme.test/back", SuccessURL: "https://acme.test/done", ITContactEmails: []string{"it@acme.test"},
	})
	must(t, err)
	visit, err := w.OpenPortalLink(link)
	must(t, err)
	if diff := cmp.Diff(workossim.PortalVisit{OrganizationID: organizationID, Intent: "domain_verification"}, visit); diff != "" {
		t.Errorf("visit (-want +got):\n%s", diff)
	}
	want := []string{`{"organization":"` + organizationID + `","intent":"domain_verification","return_url":"https://acme.test/back",` +
		`"success_url":"https://acme.test/done","it_contact_emails":["it@acme.test"]}`}
	if diff := cmp.Diff(want, w.bodies("/portal/")); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

func TestPortalLinkThatWorkOSWouldRefuseIsRefusedWithoutARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for texts, request := range map[string]service.PortalLinkRequest{
		"return_url":   {ReturnURL: "http://acme.test/back"},
		"success_url":  {SuccessURL: "https:///done"},
		"21 addresses": {ITContactEmails: slices.Repeat([]string{"it@acme.test"}, 21)},
	} {
		request.OrganizationID = w.ID(0).OrganizationID
		_, err := w.adapter(t).PortalLink(t.Context(), request)
		wantError(t, err, service.Rejected, texts)
	}
	w.wantCount(t, "", 0)
}

func TestPortalLinkWhoseResponseIsLostIsAskedForWithTheSameKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fault(t, simhttp.Fault{Match: "/portal/", Kind: "drop_after", Times: 1})
	link, err := w.adapter(t).PortalLink(t.Context(), service.PortalLinkRequest{OrganizationID: w.ID(0).OrganizationID})
	must(t, err)
	if _, err := w.OpenPortalLink(link); err != nil {
		t.Error(err)
	}
	if keys := w.keys("/portal/"); len(keys) != 2 || keys[0] != keys[1] {
		t.Errorf("keys %v, want the same one twice", keys)
	}
}

func TestPortalLinkOfAnUnknownOrganizationSaysSo(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]service.Class{"404": service.NotFound, "400": service.Rejected} {
		w := newWorld(t)
		w.set(t, workossim.SwitchPortalUnknownOrganization, status)
		_, err := w.adapter(t).PortalLink(t.Context(), service.PortalLinkRequest{OrganizationID: "org_01UNKNOWN"})
		wantError(t, err, want, "org_01UNKNOWN")
	}
}

func TestLinkThatIsNoHTTPSAddressIsNotHandedOut(t *testing.T) {
	t.Parallel()
	for _, link := range []string{"javascript:alert(1)", "http://setup.workos.com", "https:///x", `https://setup.workos.com/\u001b[2J`} {
		s := newScripted(t, ``)
		s.responding("POST /portal", `{"link":"`+link+`"}`)
		_, err := s.adapter.PortalLink(t.Context(), service.PortalLinkRequest{OrganizationID: s.id.OrganizationID})
		wantError(t, err, service.Transient, "an https URL")
	}
}
