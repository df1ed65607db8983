// SPDX-License-Identifier: MPL-2.0

package google

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// tokenPrefix belongs to the token as Google returns it (wire/google.md 5). The token is
// kept without it, and the value has it once.
const tokenPrefix = "google-site-verification="

var labelForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// Publication implements adapter.Operations. The name of a CNAME record is in its token.
func (o *organization) Publication(_ context.Context, id service.DomainID, method service.Method, token string) (service.Publication, error) {
	publication, err := o.TXTRecord(id, service.MethodDNSTXT, "")
	record := publication.Record
	switch {
	case err != nil:
		return publication, err
	case method == service.MethodDNSTXT && token != "":
		record.Value = tokenPrefix + token
	case method == service.MethodDNSCNAME:
		record.Type, record.Name = "CNAME", ""
		if label, target, ok := strings.Cut(token, "."); ok {
			record.Name, record.Value = label+"."+id.Domain, target
		}
	case method != service.MethodDNSTXT:
		return service.Publication{}, &service.Error{
			Class: service.Rejected, Operation: "determine the record for " + id.Domain,
			Reason: fmt.Sprintf("invalid method %q for Google: must be %q or %q", method, service.MethodDNSTXT, service.MethodDNSCNAME),
		}
	}
	return publication, nil
}

// ParsePublished implements service.Service. The target of a CNAME is one part of its
// token only.
func (a *Adapter) ParsePublished(method service.Method, value string) (string, bool) {
	token, ok := strings.CutPrefix(value, tokenPrefix)
	return token, ok && method == service.MethodDNSTXT && service.CheckToken(token) == nil
}

// parseToken reads a token as Google returns it. That of a CNAME is label and target with
// a space between, which becomes a dot.
func parseToken(method service.Method, issued string) (string, error) {
	if method == service.MethodDNSTXT {
		token := strings.TrimPrefix(issued, tokenPrefix)
		return token, service.CheckToken(token)
	}
	label, target, ok := strings.Cut(strings.ToLower(issued), " ")
	target = strings.TrimSuffix(target, ".")
	if !ok || !labelForm.MatchString(label) {
		return "", errors.New("it does not name the record. Use the method dns_txt")
	}
	if name, err := domainname.CanonicalOwner(target); err != nil || name != target || !strings.Contains(target, ".") {
		return "", fmt.Errorf("its target %q is not a domain name", adapter.Shorten(target))
	}
	return label + "." + target, nil
}

// Proofs implements service.RecordHolder. Google refuses to unverify while any record of
// this identity is there, by whichever method (wire/google.md 1.6). A method by which there
// is no token has no record either: that of the other one must not keep the domain for ever.
func (a *Adapter) Proofs(ctx context.Context, id service.DomainID) ([]service.Publication, error) {
	operation := "find what has to be gone before " + id.Domain + " is released"
	o := a.Get(id.OrganizationID)
	snapshot, err := o.Snapshot(ctx, operation)
	if err != nil || !snapshot.Of(id.Domain).State.Verified() {
		return nil, err
	}
	var proofs []service.Publication
	for _, method := range a.Capabilities().Methods {
		issued, err := o.client.getToken(ctx, id.Domain, method)
		if err != nil {
			if err = o.Failure(ctx, operation, err); service.ClassOf(err) == service.Rejected {
				continue
			}
			return nil, err
		}
		token, err := o.publishable(operation, method, issued)
		if err != nil {
			continue // what cannot be published is not published
		}
		proof, err := a.Publication(ctx, id, method, token)
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, proof)
	}
	return proofs, nil
}
