// SPDX-License-Identifier: MPL-2.0

package loglevel_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/loglevel"
)

func all(level string) map[string]string {
	return map[string]string{"TF_LOG_SDK": level, "TF_LOG_SDK_PROTO": level, "TF_LOG_SDK_FRAMEWORK": level, "TF_LOG_PROVIDER_DOMAINVERIFY": level}
}

func TestLoggersHaveTheLevelThatTerraformShowsOfProviders(t *testing.T) {
	t.Parallel()
	own := all("INFO")
	delete(own, "TF_LOG_SDK_PROTO")
	for name, c := range map[string]struct{ environment, want map[string]string }{
		"nobody asks":                {nil, all("OFF")},
		"only the core is asked":     {map[string]string{"TF_LOG_CORE": "TRACE", "TF_LOG_PATH": "/log"}, all("OFF")},
		"everything":                 {map[string]string{"TF_LOG": "trace"}, all("TRACE")},
		"JSON is all, in JSON":       {map[string]string{"TF_LOG": "JSON"}, all("TRACE")},
		"an unknown level is all":    {map[string]string{"TF_LOG": "1"}, all("TRACE")},
		"providers alone":            {map[string]string{"TF_LOG_PROVIDER": "Debug"}, all("DEBUG")},
		"providers less than core":   {map[string]string{"TF_LOG": "TRACE", "TF_LOG_PROVIDER": "off"}, all("OFF")},
		"one logger has its own one": {map[string]string{"TF_LOG": "INFO", "TF_LOG_SDK_PROTO": "ERROR"}, own},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := map[string]string{}
			err := loglevel.Set(func(name string) string { return c.environment[name] }, func(name, value string) error { got[name] = value; return nil })
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("set (-want +got):\n%s", diff)
			}
		})
	}
}
