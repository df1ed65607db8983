# Checks at the end of every plan and apply: the record still stands, and the domain is
# still verified. A check that fails is a warning and changes nothing. Where the plan creates
# the verification anew, Terraform checks when it is applied: -refresh-only checks at once.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

# Credentials: ZOHO_ORGANIZATION_ID, ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET and
# ZOHO_REFRESH_TOKEN, CLOUDFLARE_API_TOKEN.
provider "domainverify" {
  zoho = {}
}

resource "domainverify_organization_domain" "acme" {
  service = "zoho"
  domain  = "acme.com"
}

resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}

resource "cloudflare_dns_record" "acme" {
  zone_id = "023e105f4ecef8ad9ca31a8372d0c353"
  name    = domainverify_verification_token.acme.record.name
  type    = domainverify_verification_token.acme.record.type
  ttl     = domainverify_verification_token.acme.record.ttl
  content = "\"${domainverify_verification_token.acme.record.value}\""
}

resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token
  depends_on             = [cloudflare_dns_record.acme]
}

# With depends_on, the first apply reads both after the verification. Inside the check blocks,
# they would be read once more by every apply, and no plan would be empty.
data "domainverify_txt_records" "acme" {
  name       = domainverify_verification_token.acme.record.name
  expected   = domainverify_verification_token.acme.record.value
  depends_on = [domainverify_verification.acme]
}

data "domainverify_organization_domain" "acme" {
  service    = domainverify_organization_domain.acme.service
  domain     = domainverify_organization_domain.acme.domain
  depends_on = [domainverify_verification.acme]
}

check "acme" {
  assert {
    condition     = data.domainverify_txt_records.acme.matches
    error_message = "The record that proves ${data.domainverify_txt_records.acme.name} is not published. ${join(" ", data.domainverify_txt_records.acme.diagnosis)}"
  }
  assert {
    condition     = contains(["verified", "claimed"], data.domainverify_organization_domain.acme.state)
    error_message = "The domain ${data.domainverify_organization_domain.acme.domain} is ${data.domainverify_organization_domain.acme.state} at ${data.domainverify_organization_domain.acme.service}."
  }
}
