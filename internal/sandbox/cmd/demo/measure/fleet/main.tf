# One module for each domain, the shape for many domains.

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

module "domain" {
  source   = "./domain"
  for_each = var.domains
  domain   = each.key
}
