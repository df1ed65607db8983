// SPDX-License-Identifier: MPL-2.0

package txtrecord

// documentedPrefixes are those that the vendor writes down itself, or that a page
// of the vendor was named for by others who match them.
func documentedPrefixes() []Prefix {
	return []Prefix{
		{Text: "adobe-idp-site-verification=", Service: "adobe", Company: "Adobe", Source: "https://helpx.adobe.com/au/enterprise/using/verify-domain-ownership.html"},
		{Text: "adobe-sign-verification=", Service: "adobe_sign", Company: "Adobe Acrobat Sign", Source: "https://helpx.adobe.com/sign/help/domain_claiming.html"},
		{Text: "ahrefs-site-verification_", Service: "ahrefs", Company: "Ahrefs", Source: "https://help.ahrefs.com/en/articles/1431155-how-do-i-finish-crawling-my-website-faster-in-site-audit"},
		{Text: "apple-domain-verification=", Service: "apple", Company: "Apple Business", Source: "https://support.apple.com/guide/business/axm48c3280c0/web"},
		{Text: "atlassian-domain-verification=", Service: "atlassian", Company: "Atlassian", Source: "https://confluence.atlassian.com/cloud/domain-verification-873871234.html"},
		{Text: "auth0-domain-verification=", Service: "auth0", Company: "Auth0", Source: "Auth0 Management API, custom domain verification methods"},
		{Text: "brave-ledger-verification=", Service: "brave", Company: "Brave Creators", Source: "https://support.brave.com/hc/en-us/articles/360021408352-How-do-I-verify-my-channel-"},
		{Text: "detectify-verification=", Service: "detectify", Company: "Detectify", Source: "https://support.detectify.com/customer/en/portal/articles/2836806-verification-with-dns-txt-"},
		{Text: "docusign=", Service: "docusign", Company: "Docusign", Source: "https://support.docusign.com/en/guides/org-admin-guide-domains"},
		{Text: "dropbox-domain-verification=", Service: "dropbox", Company: "Dropbox", Source: "https://help.dropbox.com/teams-admins/admin/domain-insights-account-capture#verify"},
		{Text: "facebook-domain-verification=", Service: "meta", Company: "Meta (Facebook)", Source: "https://developers.facebook.com/docs/sharing/domain-verification"},
		{Text: "globalsign-domain-verification=", Service: "globalsign", Company: "GlobalSign", Source: "https://support.globalsign.com/customer/en/portal/articles/2167245-performing-domain-verification---dns-txt-record"},
		{Text: "logmein-domain-confirmation ", Service: "goto", Company: "GoTo (LogMeIn)", Source: "https://support.logmeininc.com/openvoice/help/adding-a-txt-record-to-a-dns-server-ov710011"},
		{Text: "logmein-verification-code=", Service: "goto", Company: "GoTo (LogMeIn)", Source: "https://support.logmeininc.com/openvoice/help/adding-a-txt-record-to-a-dns-server-ov710011"},
		{Text: "status-page-domain-verification=", Service: "statuspage", Company: "Atlassian Statuspage", Source: "https://help.statuspage.io/help/domain-ownership"},
		{Text: "stripe-verification=", Service: "stripe", Company: "Stripe", Source: "https://stripe.com/docs/apple-pay/web#going-live"},
		{Text: "teamviewer-sso-verification=", Service: "teamviewer", Company: "TeamViewer", Source: "https://community.teamviewer.com/t5/Knowledge-Base/Single-Sign-On-SSO/ta-p/30784"},
		{Text: "zoom_verify_", Service: "zoom", Company: "Zoom", Source: "https://support.zoom.us/hc/en-us/articles/203395207-What-is-Managed-Domain-"},
	}
}
