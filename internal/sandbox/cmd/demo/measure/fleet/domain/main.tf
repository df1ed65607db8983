terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
  }
}

variable "domain" {
  type = string
}

resource "domainverify_organization_domain" "this" {
  service = "webex"
  domain  = var.domain
}

resource "domainverify_verification_token" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
}

resource "domainverify_verification" "this" {
  organization_domain_id = domainverify_organization_domain.this.id
  token                  = domainverify_verification_token.this.token
}

resource "domainverify_claim" "this" {
  organization_domain_id = domainverify_verification.this.organization_domain_id
}
