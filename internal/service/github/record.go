// SPDX-License-Identifier: MPL-2.0

package github

import (
	"context"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Publication implements adapter.Operations. Only GitHub knows the name of the record, and
// whether it shows it once the domain is verified is not known: it is empty then.
func (o *organization) Publication(ctx context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	publication, err := o.TXTRecord(id, method, token)
	if err != nil {
		return publication, err
	}
	publication.Record.Name = ""
	if token == "" {
		return publication, nil
	}
	if _, err := o.Snapshot(ctx, "determine the record for "+id.Domain); err != nil {
		return service.Publication{}, err
	}
	publication.Record.Name = o.Recall(id.Domain).hostName
	return publication, nil
}

// ParsePublished implements service.Service. The value is the token alone, and nothing
// but its name distinguishes the record from others.
func (a *Adapter) ParsePublished(method service.Method, value string) (string, bool) {
	return value, method == service.MethodDNSTXT && service.CheckToken(value) == nil
}

// hostName is the name of the record as GitHub spells it, without the dot at the end that
// many a DNS host refuses. A name beyond ASCII is in the form that DNS has for it.
func hostName(node domainNode) string {
	name := strings.TrimSuffix(node.DNSHostName, ".")
	if service.CheckToken(name) == nil {
		return name
	}
	canonical, _ := domainname.CanonicalOwner(name)
	return canonical
}

// invalid says why the record of a response cannot be published, or "" (invariant 18).
func invalid(domain string, node domainNode) string {
	if node.VerificationToken != "" {
		if err := service.CheckToken(node.VerificationToken); err != nil {
			return "GitHub shows a token that cannot be published: " + err.Error()
		}
	}
	if node.DNSHostName == "" {
		return ""
	}
	name, err := domainname.CanonicalOwner(node.DNSHostName)
	if err != nil || !strings.HasSuffix(name, "."+domain) {
		return fmt.Sprintf("GitHub shows %q as the name of the record, which is not a name below the domain", adapter.Shorten(node.DNSHostName))
	}
	return ""
}
