# Every resource type with every argument, at every service.

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
  github = {}
  entra  = {}
  google = {}
}

locals {
  services = toset(["webex", "workos", "zoho", "github", "entra", "google"])
}

resource "domainverify_organization_domain" "this" {
  for_each        = local.services
  service         = each.key
  domain          = "${each.key}.test"
  adopt_existing  = each.key == "workos"
  deletion_policy = "release"
  timeouts        = { create = "10m", read = "5m", delete = "20m" }

  disable_accounts_on_force_release = false
  disable_mail_hosting_on_release   = each.key == "zoho"
  force_release                     = false
  skip_lockout_guard_on_release     = false
  skip_policy_guard_on_release      = each.key == "github"
}

resource "domainverify_verification_token" "this" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.this[each.key].id
}

# The other methods of a service, which are not published.
resource "domainverify_verification_token" "other" {
  for_each               = toset(["dns_cname", "http_file"])
  organization_domain_id = domainverify_organization_domain.this["zoho"].id
  method                 = each.key
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
  organization_domain_id = domainverify_organization_domain.this[each.key].id
  token                  = domainverify_verification_token.this[each.key].token
  method                 = "dns_txt"
  wait_for_verification  = true
  depends_on             = [sandbox_dns_record_set.this]
  timeouts               = { create = "20m", read = "5m", update = "20m" }

  reserve                    = false
  take_over_unmanaged_tenant = false
}

resource "domainverify_claim" "this" {
  organization_domain_id = domainverify_verification.this["webex"].organization_domain_id
  timeouts               = { create = "10m", read = "5m", delete = "10m" }

  force                        = false
  mark_outside_users_transient = false
}
