// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim/splithorizon"
)

// configuredWith is the provider's data with settings of the block dns, or of the provider, such as a
// whole block.
func configuredWith(t *testing.T, environment map[string]string, dial func(context.Context, string, string) (net.Conn, error), settings map[string]tftypes.Value) (*providerdata.Data, fwprovider.ConfigureResponse) {
	t.Helper()
	p := New("test", Dependencies{Environment: func(name string) string { return environment[name] }, DialDNS: dial})().(*Provider)
	var described fwprovider.SchemaResponse
	p.Schema(t.Context(), fwprovider.SchemaRequest{}, &described)
	values := map[string]tftypes.Value{}
	for name, attribute := range described.Schema.Attributes {
		values[name] = tftypes.NewValue(attribute.GetType().TerraformType(t.Context()), nil)
	}
	block := described.Schema.Attributes["dns"].GetType().(attr.TypeWithAttributeTypes)
	inner := map[string]tftypes.Value{}
	for name, kind := range block.AttributeTypes() {
		inner[name] = tftypes.NewValue(kind.TerraformType(t.Context()), nil)
	}
	for name, value := range settings {
		if _, isOfBlock := inner[name]; !isOfBlock {
			values[name] = value
			continue
		}
		inner[name] = value
	}
	if settings["dns"].Type() == nil {
		values["dns"] = tftypes.NewValue(described.Schema.Attributes["dns"].GetType().TerraformType(t.Context()), inner)
	}
	raw := tftypes.NewValue(described.Schema.Type().TerraformType(t.Context()), values)
	var configured fwprovider.ConfigureResponse
	p.Configure(t.Context(), fwprovider.ConfigureRequest{Config: tfsdk.Config{Schema: described.Schema, Raw: raw}}, &configured)
	data, _ := configured.ResourceData.(*providerdata.Data)
	return data, configured
}

func resolversOf(t *testing.T, more map[string]tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	kind := types.ListType{ElemType: types.StringType}.TerraformType(t.Context())
	settings := map[string]tftypes.Value{"resolvers": tftypes.NewValue(kind, []tftypes.Value{tftypes.NewValue(tftypes.String, "192.0.2.53")})}
	for name, value := range more {
		settings[name] = value
	}
	return settings
}

// The setting, the environment, and the setting against the environment decide
// over name servers and web hosts alike.
func TestPrivateAddressesAreReachedOnlyWhereTheConfigurationAllowsIt(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("expected")) }))
	t.Cleanup(site.Close)
	allow := func(value bool) map[string]tftypes.Value {
		return map[string]tftypes.Value{"allow_private": tftypes.NewValue(tftypes.Bool, value)}
	}
	variable := func(value string) map[string]string {
		return map[string]string{"DOMAINVERIFY_DNS_ALLOW_PRIVATE": value}
	}
	for name, c := range map[string]struct {
		environment map[string]string
		settings    map[string]tftypes.Value
		allowed     bool
	}{
		"by default":                      {nil, nil, false},
		"by the setting":                  {nil, allow(true), true},
		"refused by the setting":          {nil, allow(false), false},
		"by the environment":              {variable(" true "), nil, true},
		"by the environment as a number":  {variable("1"), nil, true},
		"refused by the environment":      {variable("false"), nil, false},
		"by the setting alone":            {variable("false"), allow(true), true},
		"refused against the environment": {variable("true"), allow(false), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone := &splithorizon.Zone{}
			data, configured := configuredWith(t, c.environment, zone.Dial, resolversOf(t, c.settings))
			if configured.Diagnostics.HasError() {
				t.Fatal(configured.Diagnostics)
			}
			report, err := data.DNS.Shared.Check(t.Context(), dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: "expected"})
			if err != nil || report.Published() != c.allowed {
				t.Errorf("published %v, %v: %s", report.Published(), err, report.Lines())
			}
			if sent := zone.Asked() > 0; sent != c.allowed {
				t.Errorf("the private server was asked %d times", zone.Asked())
			}
			if said := strings.Join(report.Lines(), "\n"); strings.Contains(said, "dns.allow_private = true") == c.allowed {
				t.Errorf("the report says %q", said)
			}
			file, err := data.Files.Check(t.Context(), filecheck.Question{URL: site.URL + "/file", Expected: "expected"})
			if err != nil || file.Published() != c.allowed {
				t.Errorf("%s, %v", file.Line(), err)
			}
		})
	}
}

// Nobody looks as long as it is not known whether a private server may be asked.
func TestUnknownAllowPrivateDefersEveryLook(t *testing.T) {
	t.Parallel()
	unknown := map[string]tftypes.Value{"allow_private": tftypes.NewValue(tftypes.Bool, tftypes.UnknownValue)}
	data, configured := configuredWith(t, map[string]string{"DOMAINVERIFY_DNS_ALLOW_PRIVATE": "true"}, nil, unknown)
	if configured.Diagnostics.HasError() || data.DNS.Shared != nil || data.Files != nil {
		t.Errorf("clients %v and %v, diagnostics %v", data.DNS.Shared, data.Files, configured.Diagnostics)
	}
}

// A block that is an output of a module is unknown as a whole. Unknown is not unset: the
// environment and the defaults stand in for none of its settings.
func TestUnknownBlockDefersWhatItConfigures(t *testing.T) {
	t.Parallel()
	unknownBlock := func(name string) map[string]tftypes.Value {
		var described fwprovider.SchemaResponse
		New("test", Dependencies{})().Schema(t.Context(), fwprovider.SchemaRequest{}, &described)
		kind := described.Schema.Attributes[name].GetType().TerraformType(t.Context())
		return map[string]tftypes.Value{name: tftypes.NewValue(kind, tftypes.UnknownValue)}
	}
	environment := map[string]string{"DOMAINVERIFY_DNS_RESOLVERS": "192.0.2.53", "DOMAINVERIFY_DNS_MODE": "off", "DOMAINVERIFY_HTTP_CONNECT_TO": "127.0.0.1:1"}
	data, configured := configuredWith(t, environment, nil, unknownBlock("dns"))
	if configured.Diagnostics.HasError() || !data.DNS.Unknown || data.DNS.Shared != nil || data.DNS.Mode != "" || data.Files != nil {
		t.Errorf("dns: settings %+v, client of files %v, diagnostics %v", data.DNS, data.Files, configured.Diagnostics)
	}
	data, configured = configuredWith(t, nil, nil, unknownBlock("http"))
	if configured.Diagnostics.HasError() || data.DNS.Shared == nil || data.Files != nil {
		t.Errorf("http: client of the DNS %v, of files %v, diagnostics %v", data.DNS.Shared, data.Files, configured.Diagnostics)
	}
}
