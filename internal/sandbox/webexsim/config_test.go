// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"context"
	"math/rand/v2"
	"regexp"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func noRecord(context.Context, string) ([]string, error) { return nil, nil }

func TestIncompleteConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	source := rand.NewPCG(1, 1)
	for name, config := range map[string]webexsim.Config{
		"no clock":                {Rand: source, LookupTXT: noRecord},
		"no random source":        {Now: time.Now, LookupTXT: noRecord},
		"no lookup":               {Now: time.Now, Rand: source},
		"administrator without @": {Now: time.Now, Rand: source, LookupTXT: noRecord, AdminEmail: "admin"},
	} {
		if _, err := webexsim.New(config); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestIdentifiersLeftOutAreMadeUp(t *testing.T) {
	t.Parallel()
	sim, err := webexsim.New(webexsim.Config{Now: time.Now, Rand: rand.NewPCG(1, 1), LookupTXT: noRecord})
	if err != nil {
		t.Fatal(err)
	}
	c := sim.Credentials()
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(c.OrganizationID) {
		t.Errorf("organization id %q is no version 4 UUID", c.OrganizationID)
	}
	for name, value := range map[string]string{
		"access token": c.AccessToken, "client id": c.ClientID, "client secret": c.ClientSecret, "refresh token": c.RefreshToken,
	} {
		if len(value) < 64 {
			t.Errorf("%s %q is shorter than real ones", name, value)
		}
	}
}
