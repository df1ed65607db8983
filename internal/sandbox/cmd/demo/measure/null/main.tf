# As many null_resource as the fleet has resources, with the same dependencies.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
  }
}

variable "domains" {
  type = set(string)
}

module "domain" {
  source   = "./domain"
  for_each = var.domains
  domain   = each.key
}
