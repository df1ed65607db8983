# Many names, asked of the resolver.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
  }
}

variable "domains" {
  type = set(string)
}

variable "mode" {
  type    = string
  default = "recursive"
}

data "domainverify_txt_records" "all" {
  for_each = var.domains
  name     = each.key
  mode     = var.mode
}
