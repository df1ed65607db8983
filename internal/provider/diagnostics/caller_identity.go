// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// OfAnotherCaller is for an object that was made with the credentials of somebody else.
func OfAnotherCaller(company string, id service.DomainID, known, now string) diag.Diagnostic {
	return documented.Error(summaryOtherCaller, displaytext.JoinParagraphs(
		fmt.Sprintf("%s keeps the tokens and verifications of each identity apart. This resource belongs to %s, and the credentials are those of %s, "+
			"which would not see the domain as verified. Nothing was changed.", company, displaytext.Short(known), displaytext.Short(now)),
		objectLines(id),
		fmt.Sprintf("Run Terraform with the credentials of %s. To move the domain to %s, destroy it with the old credentials, then apply with the new ones. "+
			"If the old credentials are lost, remove what they have made from state, then apply, which verifies the domain with a new token:\n\n"+
			"  terraform state rm domainverify_verification.NAME domainverify_verification_token.NAME domainverify_organization_domain.NAME",
			displaytext.Short(known), displaytext.Short(now))))
}

// OfUnknownCaller is for an object that was made with known credentials, and that those in
// use, whose identity is not known, do not see as verified.
func OfUnknownCaller(company string, id service.DomainID, known string) diag.Diagnostic {
	return documented.Error(summaryOtherCaller, displaytext.JoinParagraphs(
		fmt.Sprintf("%s keeps the tokens and verifications of each identity apart. This resource belongs to %s. Whose the credentials in use are is not known, "+
			"and they do not see the domain as verified. Nothing was changed.", company, displaytext.Short(known)),
		objectLines(id),
		fmt.Sprintf("Run Terraform with the credentials of %s: check which credentials the provider block and the environment name. If the credentials are "+
			"those of %s, and it has lost the domain, remove what it has made from state, then apply, which verifies the domain anew:\n\n"+
			"  terraform state rm domainverify_verification.NAME domainverify_verification_token.NAME domainverify_organization_domain.NAME",
			displaytext.Short(known), displaytext.Short(known))))
}
