resource "domainverify_claim" "acme" {
  # Of the verification rather than of the domain, so that the claim follows it.
  organization_domain_id = domainverify_verification.acme.organization_domain_id
}
