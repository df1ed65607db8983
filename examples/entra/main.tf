# A domain verified in two Microsoft Entra ID tenants that share an app, as Microsoft 365
# needs it before mailboxes or sign-in names can use the domain.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

locals {
  zone_id = "023e105f4ecef8ad9ca31a8372d0c353"
  # A name is verified in one tenant at a time: these are two names.
  domains = {
    "acme.com"     = "72f988bf-86f1-41af-91ab-2d7cd011db47"
    "lab.acme.com" = "6d5e2ab9-9f5c-4f44-8b93-7d3a2c1f0e11"
  }
}

# Credentials: ARM_CLIENT_ID with ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH or
# ARM_OIDC_TOKEN; CLOUDFLARE_API_TOKEN. The app needs Domain.ReadWrite.All with admin consent
# in both tenants.
provider "domainverify" {
  entra = {}
}

resource "domainverify_organization_domain" "acme" {
  for_each        = local.domains
  service         = "entra"
  organization_id = each.value
  domain          = each.key

  # force_release = true # rename users, groups and applications that use the domain
}

resource "domainverify_verification_token" "acme" {
  for_each               = local.domains
  organization_domain_id = domainverify_organization_domain.acme[each.key].id
}

# Other TXT records at the same name, such as SPF, stay as they are.
resource "cloudflare_dns_record" "entra" {
  for_each = local.domains
  zone_id  = local.zone_id
  name     = domainverify_verification_token.acme[each.key].record.name
  type     = domainverify_verification_token.acme[each.key].record.type
  ttl      = domainverify_verification_token.acme[each.key].record.ttl
  content  = "\"${domainverify_verification_token.acme[each.key].record.value}\""
}

resource "domainverify_verification" "acme" {
  for_each               = local.domains
  organization_domain_id = domainverify_organization_domain.acme[each.key].id
  token                  = domainverify_verification_token.acme[each.key].token
  depends_on             = [cloudflare_dns_record.entra]
}
