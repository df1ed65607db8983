// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

var _ function.Function = parseVerificationTXTFunction{}

// NewParseVerificationTXT returns parse_verification_txt, which knows these prefixes.
func NewParseVerificationTXT(known txtrecord.Prefixes) function.Function {
	return parseVerificationTXTFunction{known}
}

type parseVerificationTXTFunction struct{ known txtrecord.Prefixes }

// parsedVerification is the result, a null object for other values.
type parsedVerification struct {
	Service string `tfsdk:"service"`
	Company string `tfsdk:"company"`
	Prefix  string `tfsdk:"prefix"`
	Token   string `tfsdk:"token"`
}

func parsedVerificationTypes() map[string]attr.Type {
	return map[string]attr.Type{
		"service": types.StringType, "company": types.StringType, "prefix": types.StringType, "token": types.StringType,
	}
}

func (parseVerificationTXTFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_verification_txt"
}

func (parseVerificationTXTFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Identify the service that a verification TXT value belongs to",
		MarkdownDescription: "Recognizes the verification values of more than seventy services by their prefix. Returns an object:\n\n" +
			"* `service`: short key, such as `google`, `meta` or `atlassian`; for services that this provider supports, the name of their block in the provider configuration\n" +
			"* `company`: common name of the service or company\n" +
			"* `prefix`: text before the token, such as `MS=`\n" +
			"* `token`: token that the service issued, which is the `token` of a `domainverify_verification_token`. A suffix that the service adds is omitted: " +
			"`zoho-verification=zb12345678.zmverify.zoho.eu` has the token `zb12345678`\n\n" +
			"Any other value (SPF, DKIM, free text, an unknown service) returns `null`. Values quoted as in zone files are accepted. " +
			"For unknown products built on WorkOS, `service` is `workos`.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "value", MarkdownDescription: "Value of a TXT record, such as one of `data.domainverify_txt_records.acme.records`."},
		},
		Return: function.ObjectReturn{AttributeTypes: parsedVerificationTypes()},
	}
}

func (f parseVerificationTXTFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var value string

	// Read request
	if resp.Error = req.Arguments.Get(ctx, &value); resp.Error != nil {
		return
	}

	// Write result. A value that only looks quoted is somebody's free text.
	if plain, err := txtrecord.Plain(value); err == nil {
		value = plain
	}
	found, known := f.known.Recognize(value)
	if !known {
		resp.Error = resp.Result.Set(ctx, types.ObjectNull(parsedVerificationTypes()))
		return
	}
	resp.Error = resp.Result.Set(ctx, parsedVerification(found))
}
