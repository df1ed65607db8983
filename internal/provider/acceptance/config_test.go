// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"strconv"
	"strings"
)

// chain is the configuration of one domain from nothing to claimed. The named
// parts can be replaced by what a test wants to say instead.
type chain struct {
	provider           string // the provider block
	domain             string // the expression for the domain
	organizationDomain string // more arguments
	verification       string
	claim              string
	without            []string // blocks to leave out
}

const chainText = `
PROVIDER
resource "domainverify_organization_domain" "this" {
  domain = DOMAIN
  ORGANIZATION_DOMAIN
}
#
resource "domainverify_verification_token" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
}
#
resource "sandbox_dns_record_set" "this" {
  zone   = domainverify_verification_token.this.record.name
  name   = domainverify_verification_token.this.record.name
  type   = domainverify_verification_token.this.record.type
  values = [domainverify_verification_token.this.record.value]
}
#
resource "domainverify_verification" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
  token                  = domainverify_verification_token.this.token
  depends_on             = [sandbox_dns_record_set.this]
  VERIFICATION
}
#
resource "domainverify_claim" "this" {
  organization_domain_id = domainverify_verification.this.organization_domain_id
  CLAIM
}
`

func (c chain) String() string {
	if c.domain == "" {
		c.domain = `"` + domain + `"`
	}
	var kept []string
	for block := range strings.SplitSeq(chainText, "#\n") {
		left := false
		for _, name := range c.without {
			left = left || strings.Contains(block, `resource "`+name+`"`)
		}
		if !left {
			kept = append(kept, block)
		}
	}
	text := strings.NewReplacer(
		"PROVIDER", c.provider, "ORGANIZATION_DOMAIN", c.organizationDomain, "DOMAIN", c.domain,
		"VERIFICATION", c.verification, "CLAIM", c.claim,
	).Replace(strings.Join(kept, ""))
	for _, name := range c.without {
		if name == "sandbox_dns_record_set" {
			text = strings.ReplaceAll(text, "depends_on             = [sandbox_dns_record_set.this]", "")
		}
	}
	return text
}

const (
	organizationDomain = "domainverify_organization_domain.this"
	verificationToken  = "domainverify_verification_token.this"
	recordSet          = "sandbox_dns_record_set.this"
	verification       = "domainverify_verification.this"
	claim              = "domainverify_claim.this"
)

func numberedZones(n int) []string {
	var zones []string
	for i := range n {
		zones = append(zones, fmt.Sprintf("d%02d.test", i))
	}
	return zones
}

// fleet is a domain for each zone, verified by a TXT record.
func fleet(zones []string) string {
	var quoted []string
	for _, zone := range zones {
		quoted = append(quoted, strconv.Quote(zone))
	}
	return fmt.Sprintf(`
locals { domains = toset([%s]) }
resource "domainverify_organization_domain" "all" {
  for_each = local.domains
  domain   = each.key
}
resource "domainverify_verification_token" "all" {
  for_each               = local.domains
  organization_domain_id = domainverify_organization_domain.all[each.key].id
}
resource "sandbox_dns_record_set" "all" {
  for_each = local.domains
  zone     = each.key
  name     = domainverify_verification_token.all[each.key].record.name
  type     = "TXT"
  values   = [domainverify_verification_token.all[each.key].record.value]
}
resource "domainverify_verification" "all" {
  for_each               = local.domains
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  token                  = domainverify_verification_token.all[each.key].token
  depends_on             = [sandbox_dns_record_set.all]
}
`, strings.Join(quoted, ", "))
}
