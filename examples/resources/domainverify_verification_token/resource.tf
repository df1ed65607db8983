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

# Credentials: WEBEX_ORG_ID and WEBEX_ACCESS_TOKEN, those of Zoho as ZOHO_ variables,
# CLOUDFLARE_API_TOKEN; AWS credentials as usual.
provider "domainverify" {
  webex = {}
  zoho  = {}
}

resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = "acme.com"
}

resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}

# Publish the record with the Terraform provider of the domain's DNS host. In Cloudflare,
# each TXT value is a resource of its own, and the others of the name stay as they are.
resource "cloudflare_dns_record" "acme" {
  zone_id = "023e105f4ecef8ad9ca31a8372d0c353"
  name    = domainverify_verification_token.acme.record.name
  type    = domainverify_verification_token.acme.record.type
  ttl     = domainverify_verification_token.acme.record.ttl
  content = "\"${domainverify_verification_token.acme.record.value}\""
}

# Or send the instructions to the person who administers the DNS.
output "instructions" {
  value = domainverify_verification_token.acme.instructions
}

# Zoho can also verify with a CNAME record or with a file of the web site.
resource "domainverify_organization_domain" "website" {
  service = "zoho"
  domain  = "acme.dev"
}

resource "domainverify_verification_token" "website" {
  organization_domain_id = domainverify_organization_domain.website.id
  method                 = "http_file"
}

resource "aws_s3_object" "website" {
  bucket       = "acme.dev"
  key          = trimprefix(domainverify_verification_token.website.http_file.url, "http://acme.dev/")
  content      = domainverify_verification_token.website.http_file.content
  content_type = "text/html"
}
