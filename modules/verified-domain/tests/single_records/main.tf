# The module with a DNS provider that has a resource for each record, and a web server.

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

module "verified_domain" {
  source = "../.."
  domain = var.domain
  services = {
    webex = { claim = true }
    cname = { service = "google", method = "dns_cname" }
    txt   = { service = "github" }
    file  = { service = "zoho", method = "http_file" }
  }
  published = [sandbox_dns_record_set.each, sandbox_web_file.each]
}

# Of the names here, none has two records.
resource "sandbox_dns_record_set" "each" {
  for_each = module.verified_domain.records
  zone     = var.domain
  name     = each.value.relative_name
  type     = each.value.type
  ttl      = each.value.ttl
  values   = [each.value.value]
}

resource "sandbox_web_file" "each" {
  for_each = module.verified_domain.files
  url      = each.value.url
  content  = each.value.content
}

output "module" {
  value = module.verified_domain
}
