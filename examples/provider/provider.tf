terraform {
  required_providers {
    domainverify = {
      source = "domainverify/domainverify"
    }
  }
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

    # The administrators' own mail domain: verified first, released last.
    admin_domain = "acme.com"

    # Opt in to drift detection. A name of yours that is not claimed.
    drift_probe_domain = "acme-probe.net"
  }

  # Services can be configured side by side; each resource says which it means.
  workos = {
    organization_id = "org_01EHWNCE74X7JSDV0X3SZ3KJNY"
    api_key         = var.workos_api_key
  }

  zoho = {
    organization_id = "1234567890"
    data_center     = "eu"
    client_id       = "1000.ABCDEFGHIJ"
    client_secret   = var.zoho_client_secret
    refresh_token   = var.zoho_refresh_token
  }
}

