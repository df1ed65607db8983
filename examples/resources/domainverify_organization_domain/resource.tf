resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = "acme.com"
}

# A second domain. With depends_on, it is added after the administrators' domain is
# verified, and released before it.
resource "domainverify_organization_domain" "shop" {
  service    = "webex"
  domain     = "acme.shop"
  depends_on = [domainverify_verification.acme]
}

# Zoho hosts mail, and a domain with mail hosting is released only with the last line.
# Every mailbox of the domain stops receiving mail then.
resource "domainverify_organization_domain" "legacy" {
  service                         = "zoho"
  domain                          = "acme.org"
  disable_mail_hosting_on_release = true
}
