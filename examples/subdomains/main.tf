# Domains and their subdomains in Microsoft Entra ID, which verifies a subdomain without a
# token or record if its parent is verified when the subdomain is added.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

# Credentials: ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET, CLOUDFLARE_API_TOKEN.
provider "domainverify" {
  entra = {}
}

variable "zone_ids" {
  description = "Cloudflare zone ID of each domain that has no parent."
  type        = map(string)
  default     = { "acme.com" = "023e105f4ecef8ad9ca31a8372d0c353" }
}

# The domains by name. Whether a domain needs a record is known only after apply, so the
# configuration says it: a domain with a parent has none. The parent has to be in the list,
# or verified already.
locals {
  domains = {
    "acme.com"    = { parent = null }
    "eu.acme.com" = { parent = "acme.com" }
    "us.acme.com" = { parent = "acme.com" }
  }
  roots      = { for name, domain in local.domains : name => domain if domain.parent == null }
  subdomains = { for name, domain in local.domains : name => domain if domain.parent != null }
}

resource "domainverify_organization_domain" "root" {
  for_each = local.roots
  service  = "entra"
  domain   = each.key
}

resource "domainverify_verification_token" "root" {
  for_each               = local.roots
  organization_domain_id = domainverify_organization_domain.root[each.key].id
}

resource "cloudflare_dns_record" "root" {
  for_each = local.roots
  zone_id  = var.zone_ids[each.key]
  name     = domainverify_verification_token.root[each.key].record.name
  type     = domainverify_verification_token.root[each.key].record.type
  ttl      = domainverify_verification_token.root[each.key].record.ttl
  content  = "\"${domainverify_verification_token.root[each.key].record.value}\""
}

resource "domainverify_verification" "root" {
  for_each               = local.roots
  organization_domain_id = domainverify_organization_domain.root[each.key].id
  token                  = domainverify_verification_token.root[each.key].token
  depends_on             = [cloudflare_dns_record.root]
}

# A subdomain that is added before its parent is verified needs a token of its own.
resource "domainverify_organization_domain" "subdomain" {
  for_each   = local.subdomains
  service    = "entra"
  domain     = each.key
  depends_on = [domainverify_verification.root]
}

# No token: this checks that the service shows the subdomain as verified.
resource "domainverify_verification" "subdomain" {
  for_each               = local.subdomains
  organization_domain_id = domainverify_organization_domain.subdomain[each.key].id
}
