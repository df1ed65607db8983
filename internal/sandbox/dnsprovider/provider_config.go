// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"encoding/base64"
	"net"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The environment variables of the provider block, by attribute.
const (
	envServer        = "SANDBOX_DNS_SERVER"
	envZone          = "SANDBOX_DNS_ZONE"
	envTSIGName      = "SANDBOX_DNS_TSIG_NAME"
	envTSIGAlgorithm = "SANDBOX_DNS_TSIG_ALGORITHM"
	envTSIGSecret    = "SANDBOX_DNS_TSIG_SECRET"
	envWebServer     = "SANDBOX_WEB_SERVER"
	envWebKey        = "SANDBOX_WEB_KEY"
)

// resolve fills what the block leaves out from the environment and checks the result. A value that is not known yet
// must not fall back to the environment: it yields data without a client, and whoever needs one says so.
func (m providerModel) resolve(getenv func(string) string) (*providerData, diag.Diagnostics) {
	or := func(value types.String, variable string) string {
		if value.IsNull() {
			return getenv(variable)
		}
		return value.ValueString()
	}
	data := &providerData{zone: m.Zone}
	if zone := getenv(envZone); m.Zone.IsNull() && zone != "" {
		data.zone = types.StringValue(zone)
	}
	var diags diag.Diagnostics
	if known(m.Server, m.TSIGName, m.TSIGAlgorithm, m.TSIGSecret) {
		data.client, diags = m.dnsClient(or)
	}
	if known(m.WebServer, m.WebKey) {
		data.web = newWebClient(or(m.WebServer, envWebServer), or(m.WebKey, envWebKey))
	}
	return data, diags
}

func known(values ...types.String) bool {
	return !slices.ContainsFunc(values, types.String.IsUnknown)
}

func (m providerModel) dnsClient(or func(types.String, string) string) (*client, diag.Diagnostics) {
	var diags diag.Diagnostics
	c := &client{
		server:    or(m.Server, envServer),
		keyName:   or(m.TSIGName, envTSIGName),
		algorithm: or(m.TSIGAlgorithm, envTSIGAlgorithm),
		secret:    or(m.TSIGSecret, envTSIGSecret),
	}
	if c.algorithm == "" {
		c.algorithm = "hmac-sha256"
	}
	if c.server == "" {
		diags.Append(missingServer())
	} else if _, _, err := net.SplitHostPort(c.server); err != nil {
		c.server = net.JoinHostPort(strings.Trim(c.server, "[]"), "53")
	}
	if (c.keyName == "") != (c.secret == "") {
		diags.Append(halfAKey())
	}
	if _, err := base64.StdEncoding.DecodeString(c.secret); err != nil {
		diags.Append(unreadableSecret())
	}
	if !supportedAlgorithm(c.algorithm) {
		diags.AddAttributeError(path.Root("tsig_algorithm"), summaryProviderConfig,
			"There is no TSIG algorithm "+c.algorithm+" here; there are hmac-sha1, hmac-sha224, hmac-sha256, hmac-sha384 and hmac-sha512.")
	}
	return c, diags
}
