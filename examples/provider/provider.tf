terraform {
  required_providers {
    domainverify = {
      source = "domainverify/domainverify"
    }
  }
}

variable "github_token" {
  type      = string
  sensitive = true
}

variable "webex_access_token" {
  type      = string
  sensitive = true
}

variable "workos_api_key" {
  type      = string
  sensitive = true
}

variable "zoho_refresh_token" {
  type      = string
  sensitive = true
}

variable "zoho_client_secret" {
  type      = string
  sensitive = true
}

provider "domainverify" {
  webex = {
    organization_id = "4a5b6c7d-1234-4abc-9def-0123456789ab"
    access_token    = var.webex_access_token

    # The administrators' mail domain. It is verified first and released last.
    admin_domain = "acme.com"

    # Enables drift detection. Use a domain that you own and that is not claimed.
    drift_probe_domain = "acme-probe.net"
  }

  # Several services can be configured together. The service argument of a
  # domainverify_organization_domain selects one.
  workos = {
    organization_id = "org_01EHWNCE74X7JSDV0X3SZ3KJNY"
    api_key         = var.workos_api_key
  }

  github = {
    owner = "acme"
    token = var.github_token
  }

  zoho = {
    organization_id = "1234567890"
    data_center     = "eu"
    client_id       = "1000.ABCDEFGHIJ"
    client_secret   = var.zoho_client_secret
    refresh_token   = var.zoho_refresh_token
  }
}

