resource "domainverify_claim" "acme" {
  # Refer to the verification rather than to the domain, so that the domain is claimed
  # after it has been verified.
  organization_domain_id = domainverify_verification.acme.organization_domain_id
}
