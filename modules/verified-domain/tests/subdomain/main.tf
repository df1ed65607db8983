# A domain, and a subdomain of it: one service verifies that without a token, and others
# administer the DNS for the rest.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    sandbox      = { source = "domainverify/sandbox" }
  }
}

module "parent" {
  source    = "../.."
  domain    = "acme.test"
  services  = { entra = {} }
  published = [sandbox_dns_record_set.parent]
}

resource "sandbox_dns_record_set" "parent" {
  for_each = module.parent.record_sets
  zone     = "acme.test"
  name     = each.value.name
  type     = each.value.type
  values   = each.value.values
}

module "subdomain" {
  source = "../.."
  domain = "eu.acme.test"
  zone   = "acme.test"
  services = {
    entra = { needs_token = false }
    gh    = { service = "github" }
    mail  = { service = "zoho", method = "dns_cname" }
  }
  wait_for_verification = false
  published             = []
  depends_on            = [module.parent]
}

output "module" {
  value = module.subdomain
}
