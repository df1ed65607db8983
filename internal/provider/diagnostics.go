// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// Summaries are stable: people search for them and filter logs by them.
const (
	summaryInvalidProvider   = "Invalid Provider Configuration"
	summaryInvalidOrg        = "Invalid Organization Id"
	summaryInvalidDomain     = "Invalid Domain"
	summaryProviderData      = "Unexpected Provider Data"
	summaryInvalidID         = "Invalid Id"
	summaryUnknownCredential = "Credentials Not Known Yet"
	summaryMissingService    = "Service Not Configured"
	summaryAmbiguousService  = "Service Not Chosen"
	summaryDomainExists      = "Domain Already Exists"
	summaryDomainGone        = "Organization Domain Is Gone"
	summaryVerificationGone  = "Verification Is Gone"
	summaryClaimGone         = "Claim Is Gone"
	summaryTokenRotated      = "Verification Token Has Changed"
	summaryTokenOfOther      = "Verification Token of Another Method"
	summaryLockout           = "Administrator Lockout Prevented"
	summaryLockoutUnknown    = "Administrator Lockout Cannot Be Ruled Out"
	summaryDriftUnseen       = "Drift Cannot Be Seen"
	summaryServiceNotice     = "Service Reports a Problem"
	summaryDeletionPrevented = "Deletion Prevented"
	summaryInterrupted       = "Wait Interrupted"
	summaryTimedOut          = "Wait Timed Out"
	summaryRecordIncorrect   = "Record Published Wrongly"
	summaryStateNotConfirmed = "State Taken On Trust"
	summaryUnsupported       = "Not Supported by the Service"

	summaryAddFailed     = "Cannot Add Domain"
	summaryReadFailed    = "Cannot Read Domain"
	summaryReleaseFailed = "Cannot Release Domain"
	summaryTokenFailed   = "Cannot Get Verification Token"
	summaryVerifyFailed  = "Cannot Verify Domain"
	summaryClaimFailed   = "Cannot Claim Domain"
	summaryUnclaimFailed = "Cannot Release Claim"
	summaryImportFailed  = "Cannot Import"
	summaryLookupFailed  = "Cannot Look Up Record"

	summaryReadOrganizationFailed = "Cannot Read Organization"
	summaryPortalLinkFailed       = "Cannot Make Portal Link"
)

// serviceError words any error of a service: what was attempted on which object, what
// the service said, what to do. The summary is fixed by the operation, except
// where the class has a name that people know.
func serviceError(summary string, id service.DomainID, err error) diag.Diagnostic {
	var typed *service.Error
	switch typed, _ = errors.AsType[*service.Error](err); {
	case errors.Is(err, context.Canceled):
		return interruptedError(id, operationOf(typed), lastKnown(typed))
	case errors.Is(err, context.DeadlineExceeded):
		return diag.NewErrorDiagnostic(summary, displaytext.JoinParagraphs(
			fmt.Sprintf("Time ran out before Terraform could %s.", operationOf(typed)), lastKnown(typed), objectLines(id),
			"Run Terraform again, and raise the resource's timeouts if the service is merely slow. Nothing that was answered is lost."))
	case typed == nil:
		return diag.NewErrorDiagnostic(summary, displaytext.JoinParagraphs(displaytext.Sentence(displaytext.Escape(err.Error())), objectLines(id)))
	case typed.Class == service.Rotated:
		summary = summaryTokenRotated
	}
	lead := displaytext.Sentence(fmt.Sprintf("could not %s: %s", typed.Operation, displaytext.Escape(typed.Reason)))
	if typed.Cause != nil {
		lead += "\n" + displaytext.Sentence(displaytext.Escape(typed.Cause.Error()))
	}
	return diag.NewErrorDiagnostic(summary, displaytext.JoinParagraphs(lead, displaytext.JoinLines(objectLines(id), verification.ResponseLines(typed)), typed.Advice))
}

// interruptedError is said to the person who pressed Ctrl-C.
func interruptedError(id service.DomainID, attempt, seen string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryInterrupted, displaytext.JoinParagraphs(
		fmt.Sprintf("Terraform was interrupted while it tried to %s.", attempt), seen, objectLines(id),
		"What the service had answered is kept. Run Terraform again to go on."))
}

func operationOf(err *service.Error) string {
	if err == nil || err.Operation == "" {
		return "finish"
	}
	return err.Operation
}

// lastKnown is what was known when the end came.
func lastKnown(err *service.Error) string {
	if err == nil {
		return ""
	}
	return displaytext.JoinParagraphs(displaytext.Sentence(displaytext.Escape(err.Reason)), verification.ResponseLines(err), err.Advice)
}

func objectLines(id service.DomainID) string {
	if id.Domain == "" {
		return ""
	}
	return fmt.Sprintf("Service: %s\nOrganization: %s\nDomain: %s", id.Service, id.OrganizationID, id.Domain)
}

func ambiguousService(catalog service.Catalog, configured []string) diag.Diagnostic {
	if len(configured) == 0 {
		return diag.NewAttributeErrorDiagnostic(path.Root("service"), summaryMissingService,
			fmt.Sprintf("No service is configured. Add the block of one to provider \"domainverify\", or set its environment variables. Services: %s.", strings.Join(catalog.Names(), ", ")))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("service"), summaryAmbiguousService,
		fmt.Sprintf("Several services are configured (%s), so the resource has to say which one it means: set service.", strings.Join(configured, ", ")))
}

func serviceNotConfigured(catalog service.Catalog, name string) diag.Diagnostic {
	if definition, ok := catalog.Find(name); ok {
		var variables []string
		for _, setting := range definition.Settings {
			if setting.Identifying {
				variables = append(variables, setting.EnvironmentVariables...)
			}
		}
		return diag.NewErrorDiagnostic(summaryMissingService,
			fmt.Sprintf("The service %q is not configured. Add a %s block to provider \"domainverify\", or set its environment variables (%s).", name, name, strings.Join(variables, ", ")))
	}
	return diag.NewErrorDiagnostic(summaryMissingService,
		fmt.Sprintf("There is no service %q. Services: %s.", name, strings.Join(catalog.Names(), ", ")))
}

func credentialsUnknown(name string, unknown []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryUnknownCredential, fmt.Sprintf(
		"The service %s is needed now, but its settings %s are known only after apply. "+
			"Apply what they come from first (terraform apply -target=…), or give them from outside this configuration.", name, strings.Join(unknown, ", ")))
}

// notRefreshed is the warning for a resource that stays as it is.
func notRefreshed(name string, unknown []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryUnknownCredential, fmt.Sprintf(
		"The settings %s of the service %s are known only after apply. Until then its resources are shown as they were; the next plan looks again.", strings.Join(unknown, ", "), name))
}

func domainExists(id service.DomainID, reason string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryDomainExists, displaytext.JoinParagraphs(
		displaytext.Sentence(fmt.Sprintf("the domain %s was not added, because %s", id.Domain, reason)),
		objectLines(id),
		"If a resource of this configuration managed it under another address, say that it moved, and nothing is released:"+movedBlock(kindDomain),
		"The plan shows the old address among what it destroys, and terraform state list shows all addresses. "+
			"If no resource of any Terraform configuration manages the domain, import it:"+fmt.Sprintf("\n\n  terraform import ADDRESS %s", id),
		"If the domain was to be replaced while it or what depends on it has create_before_destroy, nothing was released: replace it without create_before_destroy, or with adopt_existing = true.",
		"Only where an import is not possible, set adopt_existing = true. While another resource manages the domain, destroying that one would release it."))
}

func goneWarning(summary, what string, id service.DomainID, seen string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summary, displaytext.JoinParagraphs(
		fmt.Sprintf("%s %s is removed from state: %s The plan shows what brings it back.", what, id.Domain, displaytext.Sentence(seen)), objectLines(id)))
}

// withTokenAdvice adds what to do about a verified domain whose token is nowhere.
func withTokenAdvice(err error) error {
	typed, ok := errors.AsType[*service.Error](err)
	if !ok || typed.Class != service.AlreadyVerified {
		return err
	}
	advised := *typed
	advised.Reason += "; nor does the DNS show one record with a token of this service"
	advised.Advice = "A verified domain needs no token. Leave the domainverify_verification_token out and give the domainverify_verification any text as its token, " +
		"or publish the old record again if you still have it."
	return &advised
}

func deletionPrevented(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryDeletionPrevented, fmt.Sprintf(
		"The organization domain %s has deletion_policy = %q, so it is neither destroyed nor replaced. "+
			"Set deletion_policy to %q or %q and apply that first, if it shall go.", id, deletionPrevent, deletionRelease, deletionAbandon))
}

func organizationIDFault(catalog service.Catalog, name string, configured interface{ IsNull() bool }, err error) string {
	if configured.IsNull() {
		return fmt.Sprintf("No organization is set for the service %s. Set organization_id here or in the provider's %s block%s.", name, name, variableOf(catalog, name, "organization_id", ", or "))
	}
	var typed *service.Error
	if errors.As(err, &typed) {
		return displaytext.JoinParagraphs(displaytext.Sentence(typed.Reason), typed.Advice)
	}
	return displaytext.Sentence(err.Error())
}

func unsupportedMethod(at path.Path, name string, method service.Method, supported []service.Method) diag.Diagnostic {
	detail := fmt.Sprintf("The service %s does not know the method %q. It knows: %s.", name, method, joinMethods(supported))
	if at.Equal(path.Empty()) {
		return diag.NewErrorDiagnostic(summaryUnsupported, detail)
	}
	return diag.NewAttributeErrorDiagnostic(at, summaryUnsupported, detail)
}

func joinMethods(methods []service.Method) string {
	text := ""
	for i, method := range methods {
		if i > 0 {
			text += ", "
		}
		text += string(method)
	}
	return text
}

// tokenChanged is said on refresh, where the plan shows the rest.
func tokenChanged(id service.DomainID) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryTokenRotated, displaytext.JoinParagraphs(
		fmt.Sprintf("The service %s has issued a new verification token for %s. The plan shows the new record or file; the domain is verified with it afterwards.", id.Service, id.Domain), objectLines(id)))
}

// notTheToken: the token is of another method, or an older one.
func notTheToken(id service.DomainID, request service.VerifyRequest, found service.Domain) diag.Diagnostic {
	for _, method := range service.Methods() {
		if found.Token(method) == request.Token {
			return tokenOfOtherMethod(id, request.Method, method)
		}
	}
	return diag.NewErrorDiagnostic(summaryTokenRotated, displaytext.JoinParagraphs(
		fmt.Sprintf("The token given for %s is not the one that the service %s now has, so it can never be confirmed. No verify call was made.", id.Domain, id.Service),
		objectLines(id), "Plan again: the plan shows the new record or file, and the verification follows. "+
			"If it shows none, this verification and its domainverify_verification_token name different methods: set method to the same in both."))
}

// tokenOfOtherMethod: most often method is set on the token and left out on the
// verification.
func tokenOfOtherMethod(id service.DomainID, method, other service.Method) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(methodPath, summaryTokenOfOther, displaytext.JoinParagraphs(
		fmt.Sprintf("The token given for %s is that of the method %q, and this verification is by the method %q. No verify call was made.", id.Domain, other, method),
		objectLines(id), fmt.Sprintf("Give the domainverify_verification the same method as the domainverify_verification_token that its token comes from: method = %q.", other)))
}

func reserveUnsupported(name string) string {
	return fmt.Sprintf("The service %s, as it is configured, does not reserve domains. Only Webex for Government does (base_url = \"https://api-usgov.webex.com/v1\").", name)
}

func mailHostingUnsupported(name string) string {
	return fmt.Sprintf("The service %s hosts no mail, so there is no mail hosting to switch off. Remove disable_mail_hosting_on_release.", name)
}

func stateNotConfirmed(id service.DomainID, state string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryStateNotConfirmed, displaytext.JoinParagraphs(
		fmt.Sprintf("The service %s does not show which domains the organization has, so %s was imported as %s on your word. Compare it with the service's console.", id.Service, id.Domain, state), objectLines(id)))
}

func claimUnsupported(svc service.Service) string {
	text := fmt.Sprintf("The service %s has no claim as a step of its own.", svc.Name())
	if svc.Capabilities().VerifyClaims {
		text += " There, a verified domain is claimed already."
	}
	if instead := svc.Capabilities().InsteadOfClaim; instead != "" {
		text += " " + instead
	}
	return text + " Remove this domainverify_claim."
}

// variableOf names the environment variable of a setting, with lead before it.
func variableOf(catalog service.Catalog, name, setting, lead string) string {
	definition, _ := catalog.Find(name)
	for _, known := range definition.Settings {
		if known.Name == setting && len(known.EnvironmentVariables) > 0 {
			return lead + known.EnvironmentVariables[0]
		}
	}
	return ""
}

func foreignForm(id service.DomainID, canonical string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryInvalidID, fmt.Sprintf(
		"The id %s holds the organization %q, whose form in ids is %q. Refer to the id attribute of a domainverify_organization_domain.", id, id.OrganizationID, canonical))
}

func listNotShown(name string) string {
	return fmt.Sprintf("The service %s does not show the domains of this organization, so the list is empty without meaning that there are none. See drift_probe_domain.", name)
}

func searchUnsupported(name string) string {
	return fmt.Sprintf("the service %s finds organizations by organization_id only", name)
}

func notOneOrganization(name string, found []service.Organization) string {
	if len(found) == 0 {
		return fmt.Sprintf("the service %s shows no such organization to these credentials", name)
	}
	var ids []string
	for _, organization := range found {
		ids = append(ids, fmt.Sprintf("%s (%s)", displaytext.Short(organization.ID), displaytext.Short(organization.Name)))
	}
	return fmt.Sprintf("the service %s shows %d such organizations: %s. Choose one by organization_id", name, len(found), strings.Join(ids, ", "))
}

func portalUnsupported(name string) string {
	return fmt.Sprintf("The service %s has no admin portal to link to. WorkOS has.", name)
}
