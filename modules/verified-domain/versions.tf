terraform {
  required_version = ">= 1.11"

  required_providers {
    domainverify = { source = "domainverify/domainverify" }
  }
}
