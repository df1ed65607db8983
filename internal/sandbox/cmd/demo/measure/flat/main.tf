# The same resources, each with for_each.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
  }
}

variable "domains" {
  type = set(string)
}

provider "domainverify" {
  webex = { drift_probe_domain = "acme-probe.test" }
}

resource "domainverify_organization_domain" "this" {
  for_each = var.domains
  service  = "webex"
  domain   = each.key
}

resource "domainverify_verification_token" "this" {
  for_each               = var.domains
  organization_domain_id = domainverify_organization_domain.this[each.key].id
}

resource "domainverify_verification" "this" {
  for_each               = var.domains
  organization_domain_id = domainverify_organization_domain.this[each.key].id
  token                  = domainverify_verification_token.this[each.key].token
}

resource "domainverify_claim" "this" {
  for_each               = var.domains
  organization_domain_id = domainverify_verification.this[each.key].organization_domain_id
}
