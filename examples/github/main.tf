# A domain verified for a GitHub organization, and for the enterprise that it belongs to.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

locals {
  zone_id = "023e105f4ecef8ad9ca31a8372d0c353"
  owners  = toset(["acme", "enterprise:acme-group"])
}

# Credentials: GITHUB_TOKEN, a classic token with the scopes admin:org and admin:enterprise;
# CLOUDFLARE_API_TOKEN.
provider "domainverify" {
  github = {}
}

resource "domainverify_organization_domain" "acme" {
  for_each        = local.owners
  service         = "github"
  organization_id = each.key
  domain          = "acme.com"
}

# A token lasts seven days. When it has expired before the domain is verified, the plan shows
# a new one.
resource "domainverify_verification_token" "acme" {
  for_each               = local.owners
  organization_domain_id = domainverify_organization_domain.acme[each.key].id
}

# Only GitHub knows the name of the record, so that it is known after apply.
resource "cloudflare_dns_record" "github" {
  for_each = local.owners
  zone_id  = local.zone_id
  name     = domainverify_verification_token.acme[each.key].record.name
  type     = "TXT"
  ttl      = domainverify_verification_token.acme[each.key].record.ttl
  content  = "\"${domainverify_verification_token.acme[each.key].record.value}\""
}

resource "domainverify_verification" "acme" {
  for_each               = local.owners
  organization_domain_id = domainverify_organization_domain.acme[each.key].id
  token                  = domainverify_verification_token.acme[each.key].token
  depends_on             = [cloudflare_dns_record.github]
}
