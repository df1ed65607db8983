// SPDX-License-Identifier: MPL-2.0

package diagnostics

// Summaries are stable: people search for them and filter logs by them.
const (
	summaryInvalidProvider   = "Invalid Provider Configuration"
	summaryInvalidOrg        = "Invalid Organization ID"
	summaryInvalidDomain     = "Invalid Domain"
	summaryProviderData      = "Unexpected Provider Data"
	summaryInvalidID         = "Invalid ID"
	summaryUnknownCredential = "Credentials Not Known Yet"
	summaryMissingService    = "Service Not Configured"
	summaryAmbiguousService  = "Service Not Chosen"
	summaryDomainExists      = "Domain Already Exists"
	summaryTokenRotated      = "Verification Token Has Changed"
	summaryTokenExpired      = "Verification Token Has Expired"
	summaryNameNotShown      = "Record Name Not Shown"
	summaryTokenOfOther      = "Verification Token of Another Method"
	summaryTokenLost         = "Replacement Loses Verification Token"
	summaryLockout           = "Administrator Lockout Prevented"
	summaryLockoutUnknown    = "Administrator Lockout Cannot Be Ruled Out"
	summaryLockoutSkipped    = "Lockout Guard Skipped"
	summaryDriftUnseen       = "Drift Cannot Be Seen"
	summaryServiceNotice     = "Service Reports a Problem"
	summaryDeletionPrevented = "Deletion Prevented"
	summaryInterrupted       = "Wait Interrupted"
	summaryTimedOut          = "Wait Timed Out"
	summaryRecordIncorrect   = "Record Published Wrongly"
	summaryStateNotConfirmed = "State Not Confirmed"
	summaryUnsupported       = "Not Supported by the Service"
	summaryRenamed           = "Resource Renamed Without Moved Block"
	summaryManagedTwice      = "Object Managed by Two Resources"
	summaryNotReleased       = "Object Not Released"
	summaryPendingAdopted    = "Pending Domain Adopted"
	summaryPendingExists     = "Pending Domain Exists"
	summaryReleasing         = "Domain Is Being Released"
	summaryTokenMissing      = "Verification Token Missing"
	summaryChangeLeft        = "Change Left to Next Plan"
	summaryOtherCaller       = "Credentials of Another Identity"
	summaryNotVerified       = "Domain Not Verified"
	summaryUnderWay          = "Verification Under Way"
	summaryListIncomplete    = "List Not Complete"
	summaryRecordServed      = "Record Still Published"
)

// Summaries of ServiceError, by what was attempted.
const (
	CannotAdd              = "Cannot Add Domain"
	CannotRead             = "Cannot Read Domain"
	CannotRelease          = "Cannot Release Domain"
	CannotGetToken         = "Cannot Get Verification Token"
	CannotClaim            = "Cannot Claim Domain"
	CannotReleaseClaim     = "Cannot Release Claim"
	CannotImport           = "Cannot Import"
	CannotReadOrganization = "Cannot Read Organization"
	CannotMakePortalLink   = "Cannot Make Portal Link"
	CannotIdentifyCaller   = "Cannot Identify Caller"
	CannotRenewToken       = "Cannot Renew Verification Token"
	cannotVerify           = "Cannot Verify Domain"
	cannotLookUp           = "Cannot Look Up Record"
)

// Summaries of Gone, by what is removed from state.
const (
	DomainIsGone       = "Organization Domain Is Gone"
	TokenIsNeeded      = "Verification Token Needed"
	VerificationIsGone = "Verification Is Gone"
	ClaimIsGone        = "Claim Is Gone"
)
