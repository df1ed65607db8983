// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// everyKind is a service with one setting of each kind, which notes what it is
// made of.
func everyKind(made *service.Values) service.Definition {
	return service.Definition{
		Name: "acme", Title: "Acme",
		Settings: []service.Setting{
			{Name: "name", EnvironmentVariables: []string{"ACME_NAME", "ACME_OLD_NAME"}, Identifying: true},
			{Name: "strict", Kind: service.KindBool, EnvironmentVariables: []string{"ACME_STRICT"}},
			{Name: "token", EnvironmentVariables: []string{"ACME_TOKEN"}, Alternatives: []string{"key_file", "name"}},
			{Name: "limit", Kind: service.KindNumber, EnvironmentVariables: []string{"ACME_LIMIT"}},
			{Name: "scopes", Kind: service.KindList, EnvironmentVariables: []string{"ACME_SCOPES"}},
			{Name: "key_file", Kind: service.KindFile, EnvironmentVariables: []string{"ACME_KEY_FILE"}, Secret: true},
		},
		New: func(values service.Values, _ service.Dependencies) (service.Service, error) {
			*made = values
			return nil, nil
		},
	}
}

func configure(t *testing.T, environment map[string]string, block map[string]tftypes.Value) (service.Values, []string) {
	t.Helper()
	var made service.Values
	errs := configureAs(t, everyKind(&made), environment, block)
	return made, errs
}

// configureAs configures one service and returns the errors.
func configureAs(t *testing.T, definition service.Definition, environment map[string]string, block map[string]tftypes.Value) []string {
	t.Helper()
	p := provider.New("test", provider.Dependencies{
		Environment: func(name string) string { return environment[name] },
		Catalog:     service.Catalog{definition},
	})()
	var schema fwprovider.SchemaResponse
	p.Schema(t.Context(), fwprovider.SchemaRequest{}, &schema)
	all := schema.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, kind := range all.AttributeTypes {
		values[name] = tftypes.NewValue(kind, nil)
	}
	if block != nil {
		kind := all.AttributeTypes[definition.Name].(tftypes.Object)
		attributes := map[string]tftypes.Value{}
		for name, kind := range kind.AttributeTypes {
			attributes[name] = tftypes.NewValue(kind, nil)
		}
		for name, value := range block {
			attributes[name] = value
		}
		values[definition.Name] = tftypes.NewValue(kind, attributes)
	}
	var resp fwprovider.ConfigureResponse
	p.Configure(t.Context(), fwprovider.ConfigureRequest{Config: tfsdk.Config{Schema: schema.Schema, Raw: tftypes.NewValue(all, values)}}, &resp)
	var errs []string
	for _, diagnostic := range resp.Diagnostics.Errors() {
		errs = append(errs, diagnostic.Detail())
	}
	return errs
}

func TestSettingsOfEveryKindReachTheServiceAsText(t *testing.T) {
	t.Parallel()
	text := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	want := service.Values{"name": "n", "strict": "true", "limit": "7", "scopes": "a,b", "key_file": "/k"}
	block := map[string]tftypes.Value{
		"name": text("n"), "strict": tftypes.NewValue(tftypes.Bool, true), "limit": tftypes.NewValue(tftypes.Number, 7),
		"scopes": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{text("a"), text("b")}), "key_file": text("/k"),
	}
	if got, errs := configure(t, nil, block); errs != nil || cmp.Diff(want, got) != "" {
		t.Errorf("from the block: %v (-want +got)\n%s", errs, cmp.Diff(want, got))
	}
	block["name"] = text("\ufeffn\r\n") // as file() gives it
	if got, errs := configure(t, nil, block); errs != nil || got["name"] != "n" {
		t.Errorf("from a file: %q, %v", got["name"], errs)
	}
	environment := map[string]string{"ACME_OLD_NAME": "\ufeffn", "ACME_STRICT": "1", "ACME_LIMIT": "7", "ACME_SCOPES": " a, b,", "ACME_KEY_FILE": "/k"}
	if got, errs := configure(t, environment, nil); errs != nil || cmp.Diff(want, got) != "" {
		t.Errorf("from the environment: %v (-want +got)\n%s", errs, cmp.Diff(want, got))
	}
}

func TestBlockComesBeforeTheEnvironmentAndTheFirstVariableBeforeTheOthers(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"ACME_NAME": "first", "ACME_OLD_NAME": "second"}
	if got, _ := configure(t, environment, nil); got["name"] != "first" {
		t.Errorf("two variables gave %q", got["name"])
	}
	block := map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, "block")}
	if got, _ := configure(t, environment, block); got["name"] != "block" {
		t.Errorf("block and variables gave %q", got["name"])
	}
	environment = map[string]string{"ACME_NAME": "n", "ACME_TOKEN": "t"}
	if got, _ := configure(t, environment, map[string]tftypes.Value{}); got["token"] != "t" {
		t.Errorf("a variable beside that of an alternative gave %q", got["token"])
	}
	if got, _ := configure(t, environment, map[string]tftypes.Value{"key_file": block["name"]}); got["token"] != "" {
		t.Errorf("a variable came before an alternative in the block: %q", got["token"])
	}
	if got, _ := configure(t, map[string]string{"ACME_LIMIT": "7"}, nil); got != nil {
		t.Errorf("a variable that identifies nothing configured the service: %v", got)
	}
}

func TestWrongValueOfTheEnvironmentNamesTheVariable(t *testing.T) {
	t.Parallel()
	_, errs := configure(t, map[string]string{"ACME_STRICT": "maybe"}, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, "n")})
	if len(errs) != 1 || !strings.Contains(errs[0], "ACME_STRICT") || !strings.Contains(errs[0], "true or false") {
		t.Error(errors.New(strings.Join(errs, "; ")))
	}
}

// Those of the environment may be of another organization: they would act in place of those of
// the block, or from the moment when those expire.
func TestCredentialsOfTheBlockAreNotMixedWithOtherOnesOfTheEnvironment(t *testing.T) {
	t.Parallel()
	text := func(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	refresh := map[string]tftypes.Value{"client_id": text("id"), "client_secret": text("secret"), "refresh_token": text("refresh")}
	access := map[string]tftypes.Value{"access_token": text("access")}
	for _, name := range []string{"webex", "zoho"} {
		definition, _ := catalog.Definitions().Find(name)
		var made service.Values
		definition.New = func(values service.Values, _ service.Dependencies) (service.Service, error) {
			made = values
			return nil, nil
		}
		environment := map[string]string{}
		for _, kind := range []string{"client_id", "client_secret", "refresh_token", "access_token"} {
			environment[strings.ToUpper(name+"_"+kind)] = "other"
		}
		for what, c := range map[string]struct {
			block map[string]tftypes.Value
			want  service.Values
		}{
			"refresh token": {refresh, service.Values{"client_id": "id", "client_secret": "secret", "refresh_token": "refresh"}},
			"access token":  {access, service.Values{"client_id": "other", "client_secret": "other", "access_token": "access"}},
			"neither":       {map[string]tftypes.Value{}, service.Values{"client_id": "other", "client_secret": "other", "refresh_token": "other", "access_token": "other"}},
		} {
			if errs := configureAs(t, definition, environment, c.block); errs != nil {
				t.Errorf("%s, %s: %v", name, what, errs)
			}
			if diff := cmp.Diff(c.want, made); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", name, what, diff)
			}
		}
	}
}
