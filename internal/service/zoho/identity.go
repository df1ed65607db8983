// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"regexp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The forms are wider than the samples, which are zb with eight digits, and
// eight or thirteen digits. The first one is a label of a CNAME's name as well.
var (
	cnameCodeForm = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?$`)
	htmlCodeForm  = regexp.MustCompile(`^[0-9A-Za-z]{1,64}$`)
)

// belongs reports what is wrong with an answer about the domain: it is about
// another one, or about one of another organization. Lists and single answers
// tell the organization, the answer to adding a domain does not.
func (o *organization) belongs(operation, domain string, object domainObject) error {
	if name := object.name(); canonical(name) != domain {
		return another(operation, fmt.Sprintf("the domain %q", domain), fmt.Sprintf("the domain %q", name))
	}
	if zoid := object.text(fieldOrganization); zoid != "" && zoid != o.id {
		return another(operation, fmt.Sprintf("the organization %s", o.id), fmt.Sprintf("the organization %q", zoid))
	}
	return nil
}

func another(operation, asked, answered string) error {
	return &service.Error{
		Class: service.Transient, Operation: operation,
		Reason: fmt.Sprintf("Zoho was asked about %s and answered about %s", asked, answered),
		Advice: "The answer was not used. Check base_url, and a proxy or a cache in between, then run Terraform again.",
	}
}

// badCode says why a code cannot be published, or nothing.
func badCode(field, code string, form *regexp.Regexp) string {
	switch err := service.CheckToken(code); {
	case code == "" || err == nil && form.MatchString(code):
		return ""
	case err != nil:
		return field + " that Zoho shows for it cannot be a verification code: " + err.Error()
	}
	return fmt.Sprintf("%s that Zoho shows for it cannot be a verification code: it is %q", field, code[:min(len(code), 60)])
}

func unpublishable(operation, reason string) error {
	return &service.Error{
		Class: service.Blocked, Operation: operation, Reason: reason,
		Advice: "Nothing was published. Look at the domain in the admin console of Zoho Mail, and check base_url and a proxy in between.",
	}
}
