# One domain, verified at Webex, WorkOS, Zoho Mail, GitHub, Google and Microsoft Entra ID,
# against the local sandbox.
#
# `make demo` applies this configuration. To keep the sandbox running, use `DEMO_KEEP=1 make demo`.
#
# For the real services, only two things change: the credentials, and the DNS
# provider that publishes the records.

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

# Organizations and credentials come from WEBEX_ORG_ID, WEBEX_ACCESS_TOKEN,
# WORKOS_ORGANIZATION_ID, WORKOS_API_KEY, and the variables with ZOHO_, GITHUB_, GOOGLE_ and ARM_.
provider "domainverify" {
  webex = {
    # Webex does not list an organization's domains. With an unclaimed domain of yours,
    # the provider can still determine them, and a plan detects when a verification or a
    # claim was undone outside Terraform. The others list them and need no setting.
    drift_probe_domain = "acme-probe.test"
  }
  workos = {}
  zoho   = {}
  github = {} # needed: other tools read GITHUB_ variables as well
  google = {} # as well
  entra  = {} # as well
}

# Stands in for your DNS provider. Server and key come from SANDBOX_DNS_*.
provider "sandbox" {
  zone = var.domain
}

# Keys of every for_each below. Keys from the configuration work in the first plan and
# in `terraform import`; keys derived from another resource may not.
locals {
  services = toset(["webex", "workos", "zoho", "github", "google", "entra"])
}

# 1. Add the domain to the organization at each service. Destroying it releases the
#    domain. With create_before_destroy here and in 2., a service that leaves the list
#    leaves the record set first: Google releases no domain whose record still stands.
resource "domainverify_organization_domain" "acme" {
  for_each = local.services
  service  = each.key
  domain   = var.domain

  lifecycle {
    create_before_destroy = true
  }
}

# 2. Get the tokens and the records to publish.
resource "domainverify_verification_token" "acme" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.acme[each.key].id

  lifecycle {
    create_before_destroy = true
  }
}

# 3. Publish the records, which stay: Google looks at its record again. All but GitHub's
#    are at the domain itself, next to its SPF record, and all TXT records of one name are
#    one record set in the DNS. record_set merges them into one. Its name and type are
#    known before the tokens are. The name of GitHub's record is known with the token, so
#    that it is never a key.
locals {
  txt = provider::domainverify::record_set([
    [for service, token in domainverify_verification_token.acme : token.record if service != "github"],
    # Replace this with the SPF record that the domain has now.
    { name = var.domain, type = "TXT", value = "v=spf1 include:_spf.example.net ~all" },
  ])
}

resource "sandbox_dns_record_set" "acme" {
  name   = local.txt.name
  type   = local.txt.type
  values = local.txt.values
}

resource "sandbox_dns_record_set" "github" {
  name   = domainverify_verification_token.acme["github"].record.name
  type   = domainverify_verification_token.acme["github"].record.type
  values = [domainverify_verification_token.acme["github"].record.value]
}

# 4. Wait until every authoritative server that responds has the records, then have the
#    services verify the domain. WorkOS checks in the background, the others immediately.
resource "domainverify_verification" "acme" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.acme[each.key].id
  token                  = domainverify_verification_token.acme[each.key].token
  depends_on             = [sandbox_dns_record_set.acme, sandbox_dns_record_set.github]
}

# 5. Claim the domain at Webex, so that no other organization can create users in it.
#    The others have no claims. Because it refers to the verification, the claim is
#    made after it and released before everything else.
resource "domainverify_claim" "acme" {
  organization_domain_id = domainverify_verification.acme["webex"].organization_domain_id
}

output "records" {
  description = "What was published."
  value       = { for service, token in domainverify_verification_token.acme : service => token.record }
}

output "states" {
  description = "What each service says about the domain."
  value       = { for service, verification in domainverify_verification.acme : service => verification.state }
}

output "instructions" {
  description = "Step 3 in words, for a DNS that somebody else administers."
  value       = { for service, token in domainverify_verification_token.acme : service => token.instructions }
}
