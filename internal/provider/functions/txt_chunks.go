// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

var _ function.Function = txtChunksFunction{}

// NewTXTChunks returns txt_chunks.
func NewTXTChunks() function.Function { return txtChunksFunction{} }

type txtChunksFunction struct{}

func (txtChunksFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "txt_chunks"
}

func (txtChunksFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Split a TXT value into strings of at most 255 octets",
		MarkdownDescription: "Splits a value into the character strings of one TXT record: at most 255 octets each, as few strings as possible, " +
			"which together are the value (RFC 1035 section 3.3.14). Readers of the record join them without a separator.\n\n" +
			"With `quoted = true`, each string is formatted as in zone files: in quotes, with `\\\"` and `\\\\` escaped, and octets that are not printable ASCII written as `\\DDD` (RFC 1035 section 5.1). " +
			"Joined with spaces, this is the format of resources that expect quoted TXT values (`cloudflare_dns_record`, `desec_rrset`, `gandi_livedns_record`, `google_dns_record_set`, `hcloud_zone_rrset`, `ovh_domain_zone_record`): `join(\" \", provider::domainverify::txt_chunks(value, true))`. " +
			"`aws_route53_record` adds the outer quotes itself: `join(\"\\\"\\\"\", provider::domainverify::txt_chunks(value))`. " +
			"Resources that accept the plain value (`azurerm_dns_txt_record`, `digitalocean_record`, `dns_txt_record_set`) do not need this function.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "value", MarkdownDescription: "The unquoted value. May be empty."},
		},
		VariadicParameter: function.BoolParameter{
			Name:                "quoted",
			MarkdownDescription: "Whether to format the strings as in zone files. Defaults to `false`.",
		},
		Return: function.ListReturn{ElementType: types.StringType},
	}
}

func (txtChunksFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var value string
	var quoted []bool

	// Read request
	if resp.Error = req.Arguments.Get(ctx, &value, &quoted); resp.Error != nil {
		return
	}
	if len(quoted) > 1 {
		resp.Error = argumentError(2, fmt.Sprintf("The quoted argument can be given once, but there are %d values.", len(quoted)))
		return
	}

	// Write result
	chunks, err := txtrecord.Split(value)
	if err != nil {
		resp.Error = argumentError(0, err.Error())
		return
	}
	if len(quoted) == 1 && quoted[0] {
		for i, chunk := range chunks {
			chunks[i] = txtrecord.Quote(chunk)
		}
	}
	resp.Error = resp.Result.Set(ctx, chunks)
}
