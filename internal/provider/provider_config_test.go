// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Terraform shows the provider block, which may be empty.
func TestInvalidSettingIsNamedWithTheVariableThatItCameFrom(t *testing.T) {
	t.Parallel()
	text := func(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	list := func(value string) tftypes.Value {
		return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{text(value)})
	}
	connectTo := tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"connect_to": tftypes.String}}, map[string]tftypes.Value{"connect_to": text("no port")})
	missing := filepath.Join(t.TempDir(), "missing", "file")
	for setting, c := range map[string]struct {
		variable, value string
		configured      map[string]tftypes.Value
	}{
		"dns.mode":          {"DOMAINVERIFY_DNS_MODE", "psychic", map[string]tftypes.Value{"mode": text("psychic")}},
		"dns.quorum":        {"DOMAINVERIFY_DNS_QUORUM", "few", map[string]tftypes.Value{"quorum": text("few")}},
		"dns.resolvers":     {"DOMAINVERIFY_DNS_RESOLVERS", "a b", map[string]tftypes.Value{"resolvers": list("a b")}},
		"dns.nameservers":   {"DOMAINVERIFY_DNS_NAMESERVERS", "a b", map[string]tftypes.Value{"nameservers": list("a b")}},
		"dns.allow_private": {"DOMAINVERIFY_DNS_ALLOW_PRIVATE", "sometimes", nil},
		"http.connect_to":   {"DOMAINVERIFY_HTTP_CONNECT_TO", "no port", map[string]tftypes.Value{"http": connectTo}},
		"progress_file":     {"DOMAINVERIFY_PROGRESS_FILE", missing, map[string]tftypes.Value{"progress_file": text(missing)}},
	} {
		_, configured := configuredWith(t, map[string]string{c.variable: c.value}, nil, nil)
		errs := configured.Diagnostics.Errors()
		if len(errs) != 1 || !strings.HasPrefix(errs[0].Detail(), setting+": ") || !strings.Contains(errs[0].Detail(), "The value comes from the environment variable "+c.variable+".") {
			t.Errorf("%s: %v", c.variable, configured.Diagnostics)
		}
		if c.configured == nil {
			continue
		}
		_, configured = configuredWith(t, nil, nil, c.configured)
		errs = configured.Diagnostics.Errors()
		if len(errs) != 1 || !strings.HasPrefix(errs[0].Detail(), setting+": ") || strings.Contains(errs[0].Detail(), "environment") {
			t.Errorf("%s: %v", setting, configured.Diagnostics)
		}
	}
}
