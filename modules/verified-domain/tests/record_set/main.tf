# The module with a DNS provider that has a resource for each record set.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    sandbox      = { source = "domainverify/sandbox" }
  }
}

variable "domain" {
  type    = string
  default = "acme.test"
}

variable "services" {
  type    = any
  default = { webex = { claim = true }, workos = {}, zoho = {}, github = {}, google = {}, entra = {} }
}

module "verified_domain" {
  source           = "../.."
  domain           = var.domain
  services         = var.services
  other_txt_values = ["v=spf1 -all"]
  published        = [sandbox_dns_record_set.all]
}

resource "sandbox_dns_record_set" "all" {
  for_each = module.verified_domain.record_sets
  zone     = var.domain
  name     = each.value.name
  type     = each.value.type
  ttl      = each.value.ttl
  values   = each.value.values
}

output "module" {
  value = module.verified_domain
}
