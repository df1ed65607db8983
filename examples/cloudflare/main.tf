# Several domains hosted at Cloudflare, verified and claimed in Webex.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

variable "domains" {
  description = "Cloudflare zone ID of each domain."
  type        = map(string)
  default = {
    "acme.com"  = "023e105f4ecef8ad9ca31a8372d0c353"
    "acme.shop" = "9a7806061c88ada191ed06f989cc3dac"
  }
}

# Credentials: WEBEX_ORG_ID and WEBEX_ACCESS_TOKEN, CLOUDFLARE_API_TOKEN.
provider "domainverify" {
  webex = {
    admin_domain       = "acme.com"
    drift_probe_domain = "acme-probe.net"
  }
}

# The for_each keys come from the variable rather than from another resource, so
# that `terraform import` works as well.
resource "domainverify_organization_domain" "all" {
  for_each = var.domains
  service  = "webex"
  domain   = each.key
}

resource "domainverify_verification_token" "all" {
  for_each               = var.domains
  organization_domain_id = domainverify_organization_domain.all[each.key].id
}

resource "cloudflare_dns_record" "webex" {
  for_each = var.domains
  zone_id  = each.value
  name     = domainverify_verification_token.all[each.key].record.name
  type     = domainverify_verification_token.all[each.key].record.type
  ttl      = domainverify_verification_token.all[each.key].record.ttl
  # Cloudflare expects the content of a TXT record in quotes, as in a zone file.
  content = "\"${domainverify_verification_token.all[each.key].record.value}\""
}

resource "domainverify_verification" "all" {
  for_each               = var.domains
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  token                  = domainverify_verification_token.all[each.key].token
  depends_on             = [cloudflare_dns_record.webex]
}

resource "domainverify_claim" "all" {
  for_each               = var.domains
  organization_domain_id = domainverify_verification.all[each.key].organization_domain_id
}
