# Three domains verified in Zoho Mail, each with a different method.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
    aws = { source = "hashicorp/aws" }
  }
}

locals {
  zone_id = {
    "acme.com"  = "023e105f4ecef8ad9ca31a8372d0c353"
    "acme.shop" = "9a7806061c88ada191ed06f989cc3dac"
  }
  method = {
    "acme.com"  = "dns_txt"
    "acme.shop" = "dns_cname" # does not change the TXT records of the domain
    "acme.dev"  = "http_file" # for a domain whose web site you can change, but not its DNS
  }
}

# Credentials: ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET and ZOHO_REFRESH_TOKEN of a self client
# with the scope ZohoMail.organization.domains.ALL; CLOUDFLARE_API_TOKEN; AWS credentials.
provider "domainverify" {
  zoho = {
    organization_id = "1234567890"
    data_center     = "eu"
  }
}

resource "domainverify_organization_domain" "all" {
  for_each = local.method
  service  = "zoho"
  domain   = each.key
}

resource "domainverify_verification_token" "all" {
  for_each               = local.method
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  method                 = each.value
}

# Works for TXT and CNAME records: the record of the token includes its type.
resource "cloudflare_dns_record" "zoho" {
  for_each = local.zone_id
  zone_id  = each.value
  name     = domainverify_verification_token.all[each.key].record.name
  type     = domainverify_verification_token.all[each.key].record.type
  ttl      = domainverify_verification_token.all[each.key].record.ttl
  content = (
    local.method[each.key] == "dns_txt"
    ? "\"${domainverify_verification_token.all[each.key].record.value}\""
    : domainverify_verification_token.all[each.key].record.value
  )
  proxied = false # Cloudflare answers queries for a proxied CNAME with addresses
}

resource "aws_s3_object" "zoho" {
  bucket       = "acme.dev"
  key          = "zohoverify/verifyforzoho.html"
  content      = domainverify_verification_token.all["acme.dev"].http_file.content
  content_type = "text/html"
}

# Zoho has no separate claim: a verified domain is claimed.
resource "domainverify_verification" "all" {
  for_each               = local.method
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  token                  = domainverify_verification_token.all[each.key].token
  method                 = each.value
  depends_on             = [cloudflare_dns_record.zoho, aws_s3_object.zoho]
}
