# A build before the first release. Its state lacks some attributes of v0.1.0.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    sandbox      = { source = "domainverify/sandbox" }
  }
}

provider "domainverify" {
  webex  = { admin_domain = "webex.test" }
  workos = {}
  zoho   = {}
}

locals {
  services = toset(["webex", "workos", "zoho"])
}

resource "domainverify_organization_domain" "this" {
  for_each = local.services
  service  = each.key
  domain   = "${each.key}.test"
  timeouts = { create = "20m", delete = "20m" }
}

resource "domainverify_verification_token" "this" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.this[each.key].id
}

resource "sandbox_dns_record_set" "this" {
  for_each = local.services
  zone     = "${each.key}.test"
  name     = domainverify_verification_token.this[each.key].record.name
  type     = domainverify_verification_token.this[each.key].record.type
  values   = [domainverify_verification_token.this[each.key].record.value]
}

resource "domainverify_verification" "this" {
  for_each               = local.services
  organization_domain_id = domainverify_verification_token.this[each.key].organization_domain_id
  token                  = domainverify_verification_token.this[each.key].token
  depends_on             = [sandbox_dns_record_set.this]
  timeouts               = { create = "20m" }
}

resource "domainverify_claim" "this" {
  organization_domain_id = domainverify_verification.this["webex"].organization_domain_id
  timeouts               = { create = "20m", delete = "20m" }
}
