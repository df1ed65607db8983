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

provider "domainverify" {
  webex = {
    organization_id = "4a5b6c7d-1234-4abc-9def-0123456789ab"
    access_token    = var.webex_access_token

    # The administrators' own mail domain: verified first, released last.
    admin_domain = "acme.com"

    # Opt in to drift detection. A name of yours that is not claimed.
    drift_probe_domain = "acme-probe.net"
  }
}
