# One domain hosted at Amazon Route 53, verified and claimed in Webex.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    aws          = { source = "hashicorp/aws" }
  }
}

# Credentials: WEBEX_ORG_ID and WEBEX_ACCESS_TOKEN; those of AWS as usual.
provider "domainverify" {
  webex = {
    admin_domain       = "acme.com"
    drift_probe_domain = "acme-probe.net"
  }
}

data "aws_route53_zone" "acme" {
  name = "acme.com"
}

resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = "acme.com"
}

resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}

# In Route 53, all TXT records of a name are one resource: what stands there
# already (SPF, other services) has to stand in the same list.
resource "aws_route53_record" "acme_txt" {
  zone_id = data.aws_route53_zone.acme.zone_id
  name    = domainverify_verification_token.acme.record.name
  type    = domainverify_verification_token.acme.record.type
  ttl     = domainverify_verification_token.acme.record.ttl
  records = [
    "v=spf1 -all",
    domainverify_verification_token.acme.record.value, # the provider adds the quotes
  ]
}

resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token
  depends_on             = [aws_route53_record.acme_txt]
}

resource "domainverify_claim" "acme" {
  organization_domain_id = domainverify_verification.acme.organization_domain_id
}
