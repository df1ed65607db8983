# A Webex domain from nothing to claimed, against the local sandbox.
#
# `make demo` applies exactly this. To play with it yourself, run `DEMO_KEEP=1 make demo`.
#
# Against the real Webex, only two things change: the credentials, and the DNS
# provider that publishes the record.

terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    sandbox      = { source = "domainverify/sandbox" }
  }
}

variable "domain" {
  description = "The domain to prove."
  type        = string
  default     = "acme.test"
}

# Organization and access token come from WEBEX_ORG_ID and WEBEX_ACCESS_TOKEN.
provider "domainverify" {
  webex = {
    # Webex does not list an organization's domains. With a name of yours that is not
    # claimed, the provider can still find out, and a plan notices when a verification
    # or a claim is undone behind its back.
    drift_probe_domain = "acme-probe.test"
  }
}

# The stand-in for your own DNS provider. Server and key come from SANDBOX_DNS_*.
provider "sandbox" {
  zone = var.domain
}

# 1. Add the domain to the organization. Destroying it gives the domain back.
resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = var.domain
}

# 2. Get the token, and with it the record that has to be published.
resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}

# 3. Publish the record.
resource "sandbox_dns_record_set" "acme" {
  name   = domainverify_verification_token.acme.record.name
  type   = domainverify_verification_token.acme.record.type
  ttl    = domainverify_verification_token.acme.record.ttl
  values = [domainverify_verification_token.acme.record.value]
}

# 4. Wait until every authoritative server has the record, then let Webex verify.
resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token
  depends_on             = [sandbox_dns_record_set.acme]
}

# 5. Claim the domain: nobody else can now make users in it. Referring to the
#    verification puts the claim behind it, and its release before everything else.
resource "domainverify_claim" "acme" {
  organization_domain_id = domainverify_verification.acme.organization_domain_id
}

output "record" {
  description = "What was published."
  value       = domainverify_verification_token.acme.record
}

output "state" {
  description = "What Webex says about the domain."
  value       = domainverify_verification.acme.state
}

output "instructions" {
  description = "Step 3 in words, for a DNS that somebody else administers."
  value       = domainverify_verification_token.acme.instructions
}
