// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// WrongSettings are settings that no service is made of, without any request.
type WrongSettings map[string]struct {
	Change  service.Values // to the settings that are enough
	Setting string         // that the error names
	Words   []string
}

// RefusesSettings holds a service to errors that name what is wrong, and show no secret.
// enough are settings of which it is made.
func RefusesSettings(t *testing.T, definition service.Definition, enough service.Values, wrong WrongSettings) {
	t.Helper()
	if _, err := definition.New(enough, service.Dependencies{}); err != nil {
		t.Errorf("%v are not enough: %v", enough, err)
	}
	for name, c := range wrong {
		values := maps.Clone(enough)
		maps.Copy(values, c.Change)
		_, err := definition.New(values, service.Dependencies{})
		typed, ok := errors.AsType[*service.SettingError](err)
		if !ok || typed.Setting != c.Setting {
			t.Errorf("%s: got %v, want an error about %s", name, err, c.Setting)
			continue
		}
		for _, word := range c.Words {
			if !strings.Contains(typed.Reason, word) {
				t.Errorf("%s: want the words %q in %s", name, word, typed.Reason)
			}
		}
		for _, secret := range definition.Secrets(values) {
			if strings.Contains(err.Error(), strings.TrimSpace(secret)) {
				t.Errorf("%s: the error shows a secret: %v", name, err)
			}
		}
	}
}

// MarksSecrets holds a service to secrets that are masked, and to variables that belong
// to one setting each.
func MarksSecrets(t *testing.T, definition service.Definition, secrets ...string) {
	t.Helper()
	owners := map[string]string{}
	for _, setting := range definition.Settings {
		if want := slices.Contains(secrets, setting.Name); setting.Secret != want {
			t.Errorf("%s: secret %t, want %t", setting.Name, setting.Secret, want)
		}
		for _, variable := range setting.EnvironmentVariables {
			if owner, taken := owners[variable]; taken || !strings.HasPrefix(variable, strings.ToUpper(definition.Name)+"_") {
				t.Errorf("%s reads %s (taken by %q), want a variable of its own that begins with the service's name", setting.Name, variable, owner)
			}
			owners[variable] = setting.Name
		}
	}
}

// OrganizationIDs maps what is given to its canonical form; "" is refused.
func OrganizationIDs(t *testing.T, definition service.Definition, values service.Values, want map[string]string, words ...string) {
	t.Helper()
	made, err := definition.New(values, service.Dependencies{})
	if err != nil {
		t.Fatal(err)
	}
	for id, canonical := range want {
		got, err := made.CanonicalOrganizationID(id)
		if canonical == "" {
			WantError(t, err, service.Rejected, words...)
		} else if err != nil || got != canonical {
			t.Errorf("%q: %q, %v; want %s", id, got, err, canonical)
		}
	}
}
