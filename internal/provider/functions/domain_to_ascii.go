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
		Summary: "The form of a domain that DNS and services hold",
		MarkdownDescription: "Returns a domain in lower-case A-labels, without a dot at its end: `Bücher.Example.` is `xn--bcher-kva.example` " +
			"(UTS #46, non-transitional; the form in all ids of this provider). Two spellings of one domain give the same text, so it is a good key for `for_each`. " +
			"What is not a domain (a URL, a mail address, an IP address, a label of more than 63 octets) is an error.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "domain", MarkdownDescription: "Domain in any spelling."},
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
