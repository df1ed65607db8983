# The same names, looked up as hashicorp/dns does.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
  }
}

variable "domains" {
  type = set(string)
}

data "domainverify_txt_record_set" "all" {
  for_each = var.domains
  host     = each.key
}
