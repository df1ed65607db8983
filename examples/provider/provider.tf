terraform {
  required_providers {
    domainverify = {
      source  = "domainverify/domainverify"
      version = "~> 0.1.0"
    }
  }
}

# Ephemeral, so that their values are in neither plan nor state. Environment variables of the
# services do without them.
variable "entra_client_secret" {
  type      = string
  ephemeral = true
}

variable "github_token" {
  type      = string
  ephemeral = true
}

variable "webex_access_token" {
  type      = string
  ephemeral = true
}

variable "workos_api_key" {
  type      = string
  ephemeral = true
}

variable "zoho_refresh_token" {
  type      = string
  ephemeral = true
}

variable "zoho_client_secret" {
  type      = string
  ephemeral = true
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

  entra = {
    tenant_id     = "72f988bf-86f1-41af-91ab-2d7cd011db47"
    client_id     = "1950a258-227b-4e31-a9cf-717495945fc2"
    client_secret = var.entra_client_secret
  }

  github = {
    owner = "acme"
    token = var.github_token
  }

  google = {
    impersonate_service_account = "domains@acme-automation.iam.gserviceaccount.com"
  }

  zoho = {
    organization_id = "1234567890"
    data_center     = "eu"
    client_id       = "1000.ABCDEFGHIJ"
    client_secret   = var.zoho_client_secret
    refresh_token   = var.zoho_refresh_token
  }
}

