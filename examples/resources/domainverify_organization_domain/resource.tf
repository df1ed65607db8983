terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
  }
}

# Credentials: WEBEX_ORG_ID and WEBEX_ACCESS_TOKEN; those of Zoho as ZOHO_ variables.
provider "domainverify" {
  webex = {
    admin_domain = "acme.com" # verified first and released last
  }
  zoho = {
    organization_id = "1234567890"
    data_center     = "eu"
  }
}

resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = "acme.com"
}

# A domain that the organization has already, verified in the console of the service.
# It is adopted, and a plan that would release it fails.
resource "domainverify_organization_domain" "shop" {
  service         = "webex"
  domain          = "acme.shop"
  adopt_existing  = true
  deletion_policy = "prevent"
}

# Zoho hosts mail, and a domain with mail hosting is released only with the last line. Every
# mailbox of the domain stops receiving mail then, so that the line is added, and applied,
# only when the domain is to go.
resource "domainverify_organization_domain" "legacy" {
  service = "zoho"
  domain  = "acme.org"

  # disable_mail_hosting_on_release = true
}
