# Domains whose records are published, and others whose records are missing.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    sandbox      = { source = "domainverify/sandbox" }
  }
}

variable "published" {
  type = set(string)
}

variable "missing" {
  type = set(string)
}

variable "wait" {
  type = bool
}

variable "timeout" {
  type = string
}

provider "domainverify" {
  zoho = { requests_per_minute = 100000 }
}

provider "sandbox" {}

resource "domainverify_organization_domain" "all" {
  for_each = setunion(var.published, var.missing)
  service  = "zoho"
  domain   = each.key
}

resource "domainverify_verification_token" "all" {
  for_each               = domainverify_organization_domain.all
  organization_domain_id = each.value.id
}

resource "sandbox_dns_record_set" "all" {
  for_each = var.published
  zone     = each.key
  name     = domainverify_verification_token.all[each.key].record.name
  type     = domainverify_verification_token.all[each.key].record.type
  values   = [domainverify_verification_token.all[each.key].record.value]
}

resource "domainverify_verification" "all" {
  for_each               = domainverify_verification_token.all
  organization_domain_id = each.value.organization_domain_id
  token                  = each.value.token
  wait_for_verification  = var.wait
  timeouts               = { create = var.timeout }
  depends_on             = [sandbox_dns_record_set.all]
}
