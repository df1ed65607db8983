resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = "acme.com"
}

# A second domain waits until the administrators' own one is verified, and is
# released before it.
resource "domainverify_organization_domain" "shop" {
  service    = "webex"
  domain     = "acme.shop"
  depends_on = [domainverify_verification.acme]
}

# Zoho hosts mail. Without the last line, a domain with mail hosting is not released.
resource "domainverify_organization_domain" "legacy" {
  service                         = "zoho"
  domain                          = "acme.org"
  disable_mail_hosting_on_release = true
}
