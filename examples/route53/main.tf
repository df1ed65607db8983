# One domain hosted at Amazon Route 53, verified and claimed in Webex.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    aws          = { source = "hashicorp/aws" }
  }
}

# Credentials: WEBEX_ORG_ID and WEBEX_ACCESS_TOKEN; AWS credentials as usual.
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

# In Route 53, all TXT records of a name are one resource. Its list must include the
# TXT values that the domain has now (SPF, other services).
# Import the record set if it exists. A destroy deletes all of it, so that prevent_destroy
# refuses one: take the record set out of the state before, and the token out of the list.
resource "aws_route53_record" "acme_txt" {
  zone_id = data.aws_route53_zone.acme.zone_id
  name    = domainverify_verification_token.acme.record.name
  type    = domainverify_verification_token.acme.record.type
  ttl     = domainverify_verification_token.acme.record.ttl
  records = [
    # Replace this with the SPF record that the domain has now.
    "v=spf1 include:_spf.example.net ~all",
    domainverify_verification_token.acme.record.value, # the AWS provider adds the quotes
  ]

  lifecycle {
    prevent_destroy = true
  }
}

resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token
  depends_on             = [aws_route53_record.acme_txt]
}

resource "domainverify_claim" "acme" {
  organization_domain_id = domainverify_verification.acme.organization_domain_id
}
