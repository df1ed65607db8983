// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
)

var _ function.Function = domainToASCIIFunction{}

// NewDomainToASCII returns domain_to_ascii.
func NewDomainToASCII() function.Function { return domainToASCIIFunction{} }

type domainToASCIIFunction struct{}

func (domainToASCIIFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "domain_to_ascii"
}

func (domainToASCIIFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Convert a domain to its ASCII form, as used in the DNS",
		MarkdownDescription: "Returns a domain in lower-case A-labels, without a trailing dot: `Bücher.Example.` is `xn--bcher-kva.example` " +
			"(UTS #46, non-transitional; the form used in all IDs of this provider). Equivalent spellings of a domain return the same string, which makes it a suitable key for `for_each`. " +
			"A value that is not a domain (a URL, an email address, an IP address, a label of more than 63 octets) is an error.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "domain", MarkdownDescription: "Domain name, in any equivalent spelling."},
		},
		Return: function.StringReturn{},
	}
}

func (domainToASCIIFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var domain string

	// Read request
	if resp.Error = req.Arguments.Get(ctx, &domain); resp.Error != nil {
		return
	}

	// Write result
	ascii, err := domainname.Canonical(domain)
	if err != nil {
		resp.Error = argumentError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, ascii)
}
