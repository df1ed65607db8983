// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The preconditions of the guide for DNS hosts, on the sandbox.
func TestPreconditionsOfTheGuideLetNoPublishedValueBeLostByMistake(t *testing.T) {
	blocks := guideBlocks(t, "dns-hosts", "Existing TXT records")
	if len(blocks) == 0 {
		t.Fatal("the guide has no configuration")
	}
	w := newWorld(t)
	cli := w.cli()
	config := chain{without: []string{"sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String() + strings.NewReplacer(
		"acme.com", domain, "domainverify_verification_token.acme", "domainverify_verification_token.this",
		`"google_dns_record_set"`, `"sandbox_dns_record_set"`,
		"  managed_zone = google_dns_managed_zone.acme.name\n", "  zone         = \""+domain+"\"\n",
		`  rrdatas      = [for value in local.acme_txt.values : join(" ", provider::domainverify::txt_chunks(value, true))]`, "  values       = local.acme_txt.values",
	).Replace(blocks[0])
	w.succeeds(w.DNS.SetTXT(domain, domain, "v=spf1 include:_spf.example.net ~all", "other=1"))

	// It exists, so that it is imported. The value of another owner is not listed.
	cli.config(config)
	cli.must("import", "sandbox_dns_record_set.acme_txt", domain+"/"+domain+"/TXT")
	said := strings.Join(strings.Fields(cli.fails("Resource precondition failed", "apply", "-auto-approve")), " ")
	wantParts(t, said, "would be removed: other=1")

	// Without an answer of the name servers nothing is known to be safe.
	silent := strings.Replace(config, "  name = \""+domain+"\"\n", "  name = \""+domain+"\"\n  nameservers = [\"127.0.0.1:1\"]\n", 1)
	cli.config(silent)
	said = strings.Join(strings.Fields(cli.fails("Resource precondition failed", "plan")), " ")
	wantParts(t, said, "No name server shows the TXT values")

	cli.config(strings.Replace(config, "acme_txt_retired = []", `acme_txt_retired = ["other=1"]`, 1))
	wantParts(t, cli.apply(), "1 changed, 0 destroyed")
	cli.config(config)
	cli.hasEmptyPlan()
	cli.must("destroy", "-auto-approve")
}

// The last part of the example of record_set, on the sandbox.
func TestExampleThatKeepsWhatIsPublishedKeepsEveryValueOrPlansNothing(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", "functions", "record_set", "function.tf"))
	if err != nil {
		t.Fatal(err)
	}
	_, keeping, found := strings.Cut(string(text), "# Keeps what is already published")
	if !found {
		t.Fatal("the example does not keep what is published")
	}
	w := newWorld(t)
	cli := w.cli()
	config := chain{without: []string{"sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String() + "#" +
		strings.NewReplacer("acme.com", domain, "domainverify_verification_token.acme", "{ webex = domainverify_verification_token.this }").Replace(keeping) + `
resource "sandbox_dns_record_set" "kept" {
  zone   = "` + domain + `"
  name   = local.with_what_is_there.name
  type   = local.with_what_is_there.type
  values = local.with_what_is_there.values
}
`
	spf, quoted := "v=spf1 include:_spf.example.net ~all", `"other=1" by mistake`
	w.succeeds(w.DNS.SetTXT(domain, domain, spf, quoted, "docusign=1b0a6754-49b1-4db5-8540-d2c12664b289"))
	cli.config(config)
	cli.must("import", "sandbox_dns_record_set.kept", domain+"/"+domain+"/TXT")
	cli.apply()
	values, _ := cli.state()["sandbox_dns_record_set.kept"]["values"].([]any)
	if len(values) != 3 || !slices.Contains(values, any(spf)) || !slices.Contains(values, any(quoted)) {
		t.Errorf("the record set has the values %v, want the token and what was there", values)
	}

	cli.config(strings.Replace(config, "  name = \""+domain+"\"\n", "  name = \""+domain+"\"\n  nameservers = [\"127.0.0.1:1\"]\n", 1))
	said := strings.Join(strings.Fields(cli.fails("Resource postcondition failed", "plan")), " ")
	wantParts(t, said, "Too few name servers show the TXT values")
	cli.config(config)
	cli.must("destroy", "-auto-approve")
}
