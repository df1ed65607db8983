// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// services are those of the catalog, configured for the sandbox.
func services(t *testing.T) map[string]service.Service {
	t.Helper()
	running, err := sandbox.Start(sandbox.Options{Zones: []string{"acme.test"}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	environment := map[string]string{}
	for _, variable := range running.Info().Variables() {
		environment[variable[0]] = variable[1]
	}
	made := map[string]service.Service{}
	for _, definition := range catalog.Definitions() {
		values := service.Values{}
		for _, setting := range definition.Settings {
			for _, variable := range setting.EnvironmentVariables {
				if environment[variable] != "" {
					values[setting.Name] = environment[variable]
				}
			}
		}
		if made[definition.Name], err = definition.New(values, service.Dependencies{}); err != nil {
			t.Fatalf("%s: %v", definition.Name, err)
		}
	}
	return made
}

// whose record may go: the documentation says so (wire/github.md 3, wire/webex.md 3). Of others it is not
// known, unless the record has to stay.
var mayGo = []string{"github", "webex"}

// row is what the tables say of one service.
func row(table string, definition service.Definition, svc service.Service) string {
	capabilities := svc.Capabilities()
	_, claims := svc.(service.Claimer)
	_, renews := svc.(service.Renewer)
	_, guards := svc.(service.LockoutGuard)
	claim := choose(claims, "`domainverify_claim`", choose(capabilities.VerifyClaims && capabilities.InsteadOfClaim == "", "with the verification", "none"))
	wait := minutes(capabilities.Deadline)
	record := choose(capabilities.RecordStays, "has to stay", choose(slices.Contains(mayGo, definition.Name), "may go", "not known"))
	switch table {
	case "verification":
		return cells(definition.Title, "`"+wait+"`", fmt.Sprintf("%s, then up to %s", spoken(capabilities.PollInterval), spoken(capabilities.MaxPollInterval)), record)
	case "claim":
		return cells(definition.Title, claim, choose(claims, "The domain is the organization's alone: no other organization can create users in it.",
			choose(claim == "none", capabilities.InsteadOfClaim, "A verified domain is claimed; there is no step of its own.")))
	default:
		var methods []string
		for _, method := range capabilities.Methods {
			methods = append(methods, "`"+string(method)+"`")
		}
		return cells(definition.Title, strings.Join(methods, ", "), claim, choose(renews, "expires, and is renewed", "no expiry known"), record,
			choose(capabilities.BornVerified != "", "need no token", "as any domain"), choose(capabilities.AdviceList != "", "with a setting", "always"),
			choose(guards, "yes", "no"), "`"+wait+"`")
	}
}

var headers = map[string][]string{
	"services":     {"service", "methods", "claim", "token", "record, once verified", "subdomains of a verified domain", "notices changes made elsewhere", "lockout guard", "by default waits"},
	"verification": {"service", "default of `timeouts.create`", "asked again after", "record, once verified"},
	"claim":        {"service", "claim", "what it is worth"},
}

func cells(texts ...string) string { return "| " + strings.Join(texts, " | ") + " |\n" }

func choose(condition bool, then, otherwise string) string {
	if condition {
		return then
	}
	return otherwise
}

// minutes is a duration as configurations have it.
func minutes(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

func spoken(d time.Duration) string {
	if d >= time.Minute {
		return fmt.Sprintf("%g min", d.Minutes())
	}
	return fmt.Sprintf("%g s", d.Seconds())
}

func TestTablesOfServicesFollowFromTheCatalog(t *testing.T) {
	t.Parallel()
	made, pages := services(t), pages(t)
	for page, table := range map[string]string{
		"README.md": "services", "templates/index.md.tmpl": "services",
		"templates/resources/verification.md.tmpl": "verification", "templates/resources/claim.md.tmpl": "claim",
	} {
		want := "\n\n" + cells(headers[table]...) + "|" + strings.Repeat("---|", len(headers[table])) + "\n"
		for _, definition := range catalog.Definitions() {
			want += row(table, definition, made[definition.Name])
		}
		_, rest, _ := strings.Cut(pages[page], "<!-- "+table+": held by a test -->")
		got, _, _ := strings.Cut(rest, "\n<!-- /"+table+" -->")
		if got != want {
			t.Errorf("%s: the table of services has to be:%s", page, want)
		}
	}
}

var atServices = regexp.MustCompile("`([0-9a-z]+)` at ([^`;]*)")

// statedDefault is the duration that a description gives for a service.
func statedDefault(description, title string) string {
	for _, stated := range atServices.FindAllStringSubmatch(description, -1) {
		if strings.Contains(stated[2], title) {
			return stated[1]
		}
	}
	_, rest, _ := strings.Cut(description, "Defaults to `")
	first, _, _ := strings.Cut(rest, "`")
	return first
}

// Descriptions give it for all services together.
func TestDefaultMethodIsDNSTXTAtEveryService(t *testing.T) {
	t.Parallel()
	for name, svc := range services(t) {
		if first := svc.Capabilities().Methods[0]; first != service.MethodDNSTXT {
			t.Errorf("the default method of %s is %s", name, first)
		}
	}
}

func TestDefaultTimeoutsAreThoseOfTheServices(t *testing.T) {
	t.Parallel()
	made, known := services(t), knownProviders(t)
	data := providerdata.Data{Services: map[string]providerdata.ConfiguredService{}}
	for name, svc := range made {
		data.Services[name] = providerdata.ConfiguredService{Service: svc}
	}
	for _, definition := range catalog.Definitions() {
		call, release := data.CallTimeout(definition.Name), data.ReleaseTimeout(definition.Name)
		for of, want := range map[string]time.Duration{
			"organization_domain create": call, "organization_domain read": call, "organization_domain delete": release,
			"claim create": call, "claim read": call, "claim delete": call,
			"verification create": made[definition.Name].Capabilities().Deadline, "verification read": call,
		} {
			kind, operation, _ := strings.Cut(of, " ")
			if _, claims := made[definition.Name].(service.Claimer); kind == "claim" && !claims {
				continue
			}
			stated := statedDefault(timeoutDescription(known, "domainverify_"+kind, operation), definition.Title)
			if got, err := time.ParseDuration(stated); err != nil || got != want {
				t.Errorf("%s: the default timeout of %s is %s, documented is %q (%v)", definition.Name, of, minutes(want), stated, err)
			}
		}
	}
}

func timeoutDescription(known known, kind, operation string) string {
	for _, attribute := range known.resource(kind, false).Block.Attributes {
		if attribute.Name == "timeouts" {
			return descriptionOf(attribute.NestedType.Attributes, operation)
		}
	}
	return ""
}

func descriptionOf(attributes []*tfprotov6.SchemaAttribute, name string) string {
	for _, attribute := range attributes {
		if attribute.Name == name {
			return attribute.Description
		}
	}
	return ""
}
