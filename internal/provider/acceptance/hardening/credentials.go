// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Credentials are one way to authenticate with a service: values of all its settings
// that are not secret, and of those secret ones that belong together.
type Credentials struct {
	Definition service.Definition
	Values     service.Values
	Secret     []string // names of settings
}

func (c Credentials) String() string {
	return c.Definition.Name + " by " + strings.Join(c.Secret, " and ")
}

// CredentialsOf finds all credentials that a service takes: the smallest sets of its
// secret settings with which it can be made. Their values are those of the simulator.
// What a setting of service.KindFile names is put into a file of the folder.
func CredentialsOf(definition service.Definition, running *sandbox.Sandbox, folder string) ([]Credentials, error) {
	known, usual, err := settingsOf(definition, running)
	if err == nil {
		err = writeFiles(definition, known, folder)
	}
	if err != nil {
		return nil, err
	}
	var secret []string
	plain, usually := service.Values{}, service.Values{}
	for _, setting := range definition.Settings {
		switch value, isSet := known[setting.Name]; {
		case isSecret(setting) && !isSet:
			return nil, fmt.Errorf("the simulator has no value of the secret setting %s of %s", setting.Name, definition.Name)
		case isSecret(setting):
			secret = append(secret, setting.Name)
		case isSet:
			plain[setting.Name] = value
			if usual[setting.Name] {
				usually[setting.Name] = value
			}
		}
	}
	var found []Credentials
	for _, names := range subsets(secret) {
		// Settings of one kind of credentials may be refused beside another kind.
		for _, beside := range []service.Values{usually, plain} {
			c := Credentials{definition, maps.Clone(beside), names}
			for _, name := range names {
				c.Values[name] = known[name]
			}
			if !slices.ContainsFunc(found, c.includes) && c.accepted() {
				found = append(found, c)
			}
		}
	}
	for _, name := range secret {
		if !slices.ContainsFunc(found, func(c Credentials) bool { return slices.Contains(c.Secret, name) }) {
			return nil, fmt.Errorf("no credentials of %s have the secret setting %s", definition.Name, name)
		}
	}
	return found, nil
}

// isSecret reports whether a setting, or the file that it names, is never to show.
func isSecret(setting service.Setting) bool {
	return setting.Secret || setting.Kind == service.KindFile
}

func (c Credentials) includes(smaller Credentials) bool {
	return !slices.ContainsFunc(smaller.Secret, func(name string) bool { return !slices.Contains(c.Secret, name) })
}

func (c Credentials) accepted() bool {
	_, err := c.Definition.New(c.Values, service.Dependencies{Transport: http.DefaultTransport, Now: (&polltest.Clock{}).Now})
	return err == nil
}

// settingsOf are the settings of a client of the simulator: those that its environment
// variables set, which are the usual ones, and the members of its description.
func settingsOf(definition service.Definition, running *sandbox.Sandbox) (known service.Values, usual map[string]bool, err error) {
	known, usual = service.Values{}, map[string]bool{}
	for _, client := range running.Info().Services {
		if client.Name != definition.Name {
			continue
		}
		described, err := json.Marshal(client.Client)
		if err != nil {
			return nil, nil, err
		}
		members := map[string]any{}
		if err := json.Unmarshal(described, &members); err != nil {
			return nil, nil, err
		}
		variables := map[string]string{}
		for _, variable := range client.Variables() {
			variables[variable[0]] = variable[1]
		}
		for _, setting := range definition.Settings {
			if member, isMember := members[setting.Name]; isMember {
				known[setting.Name] = fmt.Sprint(member)
			}
			for _, name := range setting.EnvironmentVariables {
				if value := variables[name]; value != "" {
					known[setting.Name], usual[setting.Name] = value, true
				}
			}
		}
	}
	return known, usual, nil
}

// writeFiles replaces the content of files, which a simulator describes in their place, by
// their paths.
func writeFiles(definition service.Definition, known service.Values, folder string) error {
	for _, setting := range definition.Settings {
		content, isKnown := known[setting.Name]
		if setting.Kind != service.KindFile || !isKnown {
			continue
		}
		known[setting.Name] = filepath.Join(folder, setting.Name)
		if err := os.WriteFile(known[setting.Name], []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// subsets lists those that are not empty, each behind all that it includes.
func subsets(names []string) (all [][]string) {
	for bits := 1; bits < 1<<len(names); bits++ {
		var subset []string
		for i, name := range names {
			if bits&(1<<i) != 0 {
				subset = append(subset, name)
			}
		}
		all = append(all, subset)
	}
	return all
}

// Marks are the secrets: values, and contents of files.
func (c Credentials) Marks() (Marks, error) {
	marks := Marks{}
	for _, setting := range c.Definition.Settings {
		if !slices.Contains(c.Secret, setting.Name) {
			continue
		}
		secret := c.Values[setting.Name]
		if setting.Kind == service.KindFile {
			content, err := os.ReadFile(secret)
			if err != nil {
				return nil, err
			}
			secret = string(content)
		}
		marks.Add(c.Definition.Name+"."+setting.Name, secret)
	}
	return marks, nil
}

// Environment has the settings as environment variables, the secret ones only if they
// are wanted there.
func (c Credentials) Environment(withSecrets bool) map[string]string {
	environment := map[string]string{}
	for _, setting := range c.Definition.Settings {
		value, isSet := c.Values[setting.Name]
		if isSet && len(setting.EnvironmentVariables) > 0 && (withSecrets || !isSecret(setting)) {
			environment[setting.EnvironmentVariables[0]] = value
		}
	}
	return environment
}

// Block is the provider block with the secret settings, each set to an expression.
func (c Credentials) Block(expression func(setting string) string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "provider \"domainverify\" {\n  %s = {\n", c.Definition.Name)
	for _, name := range c.Secret {
		if value := expression(name); value != "" {
			fmt.Fprintf(&text, "    %s = %s\n", name, value)
		}
	}
	return text.String() + "  }\n}\n"
}
