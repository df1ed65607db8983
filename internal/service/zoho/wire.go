// SPDX-License-Identifier: MPL-2.0

package zoho

// The JSON that is sent. What is received is decoded in envelope.go and
// domain_object.go, because its shape varies.

type addRequest struct {
	DomainName string `json:"domainName"`
}

// modeRequest is the body of every PUT on a domain.
type modeRequest struct {
	Mode string `json:"mode"`
}

// The modes; case matters.
const (
	modeVerifyByTXT    = "verifyDomainByTXT"
	modeVerifyByCName  = "verifyDomainByCName"
	modeVerifyByHTML   = "verifyDomainByHTML"
	modeEnableHosting  = "enableMailHosting"
	modeDisableHosting = "disableMailHosting"
)
