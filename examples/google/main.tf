# A domain verified at Google by a service account, whose DNS is hosted in Google Cloud.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    google = {
      source  = "hashicorp/google"
      version = "~> 7.0"
    }
  }
}

# Credentials: GOOGLE_CREDENTIALS, as for the provider google. The Site Verification API
# must be enabled in the project of the service account.
provider "domainverify" {
  google = {}
}

resource "domainverify_organization_domain" "acme" {
  service = "google"
  domain  = "acme.com"
}

resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}

# The record set at the domain itself has all TXT values of the domain: those of other
# owners and of other services belong here as well. The value has to stay until the domain
# is released. To release it and keep the other values, take the token out of the list and
# apply, then take the three domainverify resources out of the configuration and apply: Google
# releases no domain whose record still stands, and a record set that stays is changed last.
# A destroy of everything deletes the whole record set, mail policy included.
resource "google_dns_record_set" "txt" {
  managed_zone = "acme"
  name         = "acme.com."
  type         = "TXT"
  ttl          = 300
  rrdatas = [
    "\"v=spf1 include:_spf.google.com ~all\"", # replace this with the SPF record that the domain has now
    "\"${domainverify_verification_token.acme.record.value}\"",
  ]
}

resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token
  depends_on             = [google_dns_record_set.txt]
}
