terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
  }
}

variable "domain" {
  type = string
}

resource "domainverify_null_resource" "domain" {
  triggers = { domain = var.domain }
}

resource "domainverify_null_resource" "token" {
  triggers = { domain = domainverify_null_resource.domain.id }
}

resource "domainverify_null_resource" "verification" {
  triggers = { domain = domainverify_null_resource.domain.id, token = domainverify_null_resource.token.id }
}

resource "domainverify_null_resource" "claim" {
  triggers = { domain = domainverify_null_resource.verification.id }
}
