// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

func TestBadInputForGitHubIsRefusedBeforeAnyCall(t *testing.T) {
	domainOf := func(text string) string { return strings.Replace(gitHubChain("", ""), `"`+domain+`"`, `"`+text+`"`, 1) }
	const invalid = `(?s)Invalid Domain`
	for name, test := range map[string]struct {
		config string
		set    [2]string // environment variable, value
		want   string
	}{
		"URL":                {config: domainOf("https://example.com/"), want: invalid + `.*URL`},
		"wildcard":           {config: domainOf("*.example.com"), want: invalid},
		"IP address":         {config: domainOf("192.0.2.1"), want: invalid + `.*IP\s+address`},
		"TLD":                {config: domainOf("com"), want: invalid + `.*single\s+label`},
		"254 octets":         {config: domainOf(strings.Repeat(strings.Repeat("a", 49)+".", 5) + "test"), want: invalid},
		"empty":              {config: domainOf(""), want: invalid + `.*empty`},
		"underscore":         {config: domainOf("under_score.test"), want: invalid},
		"login with slash":   {set: [2]string{"GITHUB_OWNER", "acme/corp"}, want: `(?s)neither\s+the\s+login`},
		"login of 40":        {set: [2]string{"GITHUB_OWNER", strings.Repeat("a", 40)}, want: `(?s)neither\s+the\s+login`},
		"slug with a space":  {set: [2]string{"GITHUB_OWNER", "enterprise:acme group"}, want: `(?s)neither\s+the\s+login`},
		"no owner":           {set: [2]string{"GITHUB_OWNER", ""}, want: `(?s)no\s+organization\s+ID\s+is\s+set|No\s+organization\s+is\s+set`},
		"no token":           {set: [2]string{"GITHUB_TOKEN", ""}, want: `(?s)github.token:\s+no\s+credentials\s+are\s+set`},
		"token in two lines": {set: [2]string{"GITHUB_TOKEN", "ghp_a\nghp_b"}, want: `(?s)white\s+space`},
		"SSH key":            {set: [2]string{"GITHUB_TOKEN", "ssh-rsa AAAAB3NzaC1yc2E me@acme"}, want: `(?s)SSH\s+key`},
		"base URL with path": {set: [2]string{"GITHUB_BASE_URL", "https://api.github.com/v3/"}, want: `(?s)without\s+a\s+path`},
		"endpoint in full":   {set: [2]string{"GITHUB_BASE_URL", "https://api.github.com/graphql"}, want: `(?s)without\s+a\s+path`},
		"unencrypted":        {set: [2]string{"GITHUB_BASE_URL", "http://github.acme.com/"}, want: `(?s)unencrypted`},
		"half of an App":     {set: [2]string{"GITHUB_APP_ID", "123456"}, want: `(?s)ome\s+settings\s+of\s+a\s+GitHub\s+App\s+are\s+set,\s+but\s+not\s+app_auth_installation_id`},
		"a file, not a TXT":  {config: strings.Replace(gitHubChain("", ""), "\n  organization_domain_id = domainverify_organization_domain.this.id\n}", "\n  organization_domain_id = domainverify_organization_domain.this.id\n  method = \"http_file\"\n}", 1), want: `(?s)does\s+not\s+support\s+the\s+method`},
		"claim":              {config: chain{provider: gitHubBlock(""), organizationDomain: `service = "github"`}.String(), want: `(?s)Not Supported by the Service.*badge`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGitHub(t)
			if test.set[0] != "" {
				w.environment[test.set[0]] = test.set[1]
			}
			if test.config == "" {
				test.config = gitHubChain("", "")
			}
			w.run(resource.TestStep{Config: test.config, ExpectError: regexp.MustCompile(test.want)})
			equal(t, "mutations", w.mutations(), map[string]int{})
		})
	}
}

// What is another spelling of a domain, of a login or of a key is accepted.
func TestOtherSpellingsForGitHubAreAccepted(t *testing.T) {
	for name, c := range map[string]struct {
		config  string
		arrange func(gitHub)
		id      string
	}{
		"capitals and a dot": {strings.Replace(gitHubChain("", ""), `domain = "acme.test"`, `domain = "Acme.TEST."`, 1), func(gitHub) {}, "github/acme-corp/acme.test"},
		"Unicode":            {strings.ReplaceAll(gitHubChain("", ""), `domain = "acme.test"`, `domain = "bücher.acme.test"`), func(gitHub) {}, "github/acme-corp/xn--bcher-kva.acme.test"},
		"PEM with real line ends": {gitHubChain("", ""), func(w gitHub) {
			w.set("app_token", "works")
			w.asApp("42424242")
			w.environment["GITHUB_APP_PEM_FILE"] = strings.ReplaceAll(w.environment["GITHUB_APP_PEM_FILE"], `\n`, "\n")
		}, "github/acme-corp/acme.test"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newGitHub(t)
			c.arrange(w)
			w.run(resource.TestStep{Config: c.config, ConfigStateChecks: []statecheck.StateCheck{shown(organizationDomain, "id", c.id), shown(verification, "state", "verified")}})
		})
	}
}
