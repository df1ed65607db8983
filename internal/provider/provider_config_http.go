// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
)

// configureFiles returns nil while the settings are unknown; then nobody looks
// at files, as with the DNS.
func (p *Provider) configureFiles(ctx context.Context, config tfsdk.Config, dns dnsSettings, diags *diag.Diagnostics) *filecheck.Client {
	at := path.Root("http").AtName("connect_to")
	var address types.String
	diags.Append(config.GetAttribute(ctx, at, &address)...)
	if address.IsUnknown() || dns.unknownPrivate {
		return nil
	}
	connectTo := address.ValueString()
	if address.IsNull() {
		connectTo = p.deps.Environment("DOMAINVERIFY_HTTP_CONNECT_TO")
	}
	files, err := filecheck.New(filecheck.Config{ConnectTo: connectTo, AllowPrivate: dns.allowPrivate, Proxy: p.proxy})
	if err != nil {
		diags.AddAttributeError(at, summaryInvalidProvider, displaytext.Sentence(err.Error()))
	}
	return files
}
