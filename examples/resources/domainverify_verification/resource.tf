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
  webex = {}
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

  # Without this, the wait may begin before the record is published.
  depends_on = [cloudflare_dns_record.acme]

  timeouts = {
    create = "30m"
  }
}

# If someone else administers the DNS, the apply does not have to wait: the state is
# "pending" until the domain is verified, and each apply checks again.
resource "domainverify_organization_domain" "subsidiary" {
  service = "webex"
  domain  = "acme.net"
}

resource "domainverify_verification_token" "subsidiary" {
  organization_domain_id = domainverify_organization_domain.subsidiary.id
}

resource "domainverify_verification" "subsidiary" {
  organization_domain_id = domainverify_organization_domain.subsidiary.id
  token                  = domainverify_verification_token.subsidiary.token
  wait_for_verification  = false
}

output "to_publish" {
  value = domainverify_verification_token.subsidiary.instructions
}
