# Many domains of one organization, for `make bench`.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    sandbox      = { source = "domainverify/sandbox" }
  }
}

variable "domains" {
  type = set(string)
}

variable "service" {
  type = string
}

variable "claim" {
  type = bool
}

provider "domainverify" {
  webex  = { drift_probe_domain = "acme-probe.test" }
  zoho   = { requests_per_minute = 100000 }
  github = {}
  entra  = {}
  google = {}
}

provider "sandbox" {}

resource "domainverify_organization_domain" "all" {
  for_each = var.domains
  service  = var.service
  domain   = each.key
}

resource "domainverify_verification_token" "all" {
  for_each               = domainverify_organization_domain.all
  organization_domain_id = each.value.id
}

resource "sandbox_dns_record_set" "all" {
  for_each = domainverify_verification_token.all
  zone     = each.key
  name     = each.value.record.name
  type     = each.value.record.type
  values   = [each.value.record.value]
  ttl      = 1 # Google's resolver remembers it for that long, and a destroy waits for that
}

resource "domainverify_verification" "all" {
  for_each               = domainverify_verification_token.all
  organization_domain_id = each.value.organization_domain_id
  token                  = each.value.token
  depends_on             = [sandbox_dns_record_set.all]
}

resource "domainverify_claim" "all" {
  for_each               = var.claim ? domainverify_verification.all : {}
  organization_domain_id = each.value.organization_domain_id
}
