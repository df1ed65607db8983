// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const (
	recordTTL = 300
	txtPrefix = "zoho-verification="
	// txtEndForm is a name of the data center, of any, because a domain can have moved.
	// Some DNS hosts add a dot as to a name.
	txtEndForm = `(?:\.zmverify\.zoho(?:cloud)?(?:\.[a-z]+)+)?\.?$`
)

// filePath is where Zoho reads the HTML code. Public web sites serve the bare code
// there and nothing else, of eight digits today and of thirteen in older ones. By which
// scheme Zoho reads it is unknown (wire/zoho.md 3). A check by http covers both, where
// a site redirects to https.
const filePath = "/zohoverify/verifyforzoho.html"

var (
	txtForm = regexp.MustCompile(`(?i)^` + txtPrefix + `([0-9a-z]+)` + txtEndForm)
	txtEnd  = regexp.MustCompile(`(?i)` + txtEndForm)
	// fileForm is the code and nothing else.
	fileForm = regexp.MustCompile(`^[0-9]{8,13}$`)
)

// Publication implements adapter.Operations. Only a TXT value needs the inventory, which
// would have a value that is ready to publish.
func (o *organization) Publication(ctx context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	operation := "determine what to publish for " + id.Domain
	target := o.zoho.center.target()
	switch method {
	case service.MethodDNSTXT:
		record := service.Record{Name: id.Domain, Type: "TXT", TTL: recordTTL}
		if token != "" {
			if _, err := o.Find(ctx, operation, id.Domain); err != nil {
				return service.Publication{}, err
			}
			record.Value = txtPrefix + token + "." + target
			if known := o.Recall(id.Domain); known.readyTXT != "" && known.tokens[method] == token {
				record.Value = known.readyTXT
			}
		}
		return service.Publication{Record: &record}, nil
	case service.MethodDNSCNAME:
		record := service.Record{Type: "CNAME", Value: target, TTL: recordTTL}
		if token != "" {
			record.Name = token + "." + id.Domain
		}
		return service.Publication{Record: &record}, nil
	case service.MethodHTTPFile:
		return service.Publication{HTTPFile: &service.HTTPFile{URL: "http://" + id.Domain + filePath, Content: token}}, nil
	}
	return service.Publication{}, unknownMethod(operation, method)
}

func unknownMethod(operation string, method service.Method) error {
	return adapter.NewError(operation, adapter.Rejected(fmt.Sprintf("Zoho does not know the method %q", method),
		fmt.Sprintf("Use one of the methods %q, %q and %q.", service.MethodDNSTXT, service.MethodDNSCNAME, service.MethodHTTPFile)))
}

// ParsePublished implements service.Service. The target of a CNAME record is
// the same for everybody and holds no token.
func (a *Adapter) ParsePublished(method service.Method, value string) (string, bool) {
	value = strings.TrimSpace(value)
	switch {
	case method == service.MethodDNSTXT:
		return codeInTXT(value)
	case method == service.MethodHTTPFile && fileForm.MatchString(value):
		return value, true
	}
	return "", false
}

func codeInTXT(value string) (string, bool) {
	found := txtForm.FindStringSubmatch(value)
	if found == nil {
		return "", false
	}
	return found[1], true
}
