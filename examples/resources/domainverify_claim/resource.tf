terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

# Credentials: WEBEX_ORG_ID and WEBEX_ACCESS_TOKEN, CLOUDFLARE_API_TOKEN.
provider "domainverify" {
  webex = {
    admin_domain       = "acme.com"       # lockout guard
    drift_probe_domain = "acme-probe.net" # a plan notices a claim that was given away
  }
}

resource "domainverify_organization_domain" "acme" {
  service = "webex"
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

resource "domainverify_claim" "acme" {
  # Refer to the verification rather than to the domain, so that the domain is claimed
  # after it has been verified.
  organization_domain_id = domainverify_verification.acme.organization_domain_id
}
