# Verify now, without waiting:
#
#   terraform apply -invoke=action.domainverify_verify.subsidiary
action "domainverify_verify" "subsidiary" {
  config {
    domains = values(domainverify_verification_token.subsidiary)
  }
}

# The verifications that the action is for: others administer the DNS, so that each
# apply checks once and does not wait.
resource "domainverify_verification" "subsidiary" {
  for_each               = var.subsidiary_domains
  organization_domain_id = domainverify_organization_domain.subsidiary[each.key].id
  token                  = domainverify_verification_token.subsidiary[each.key].token
  wait_for_verification  = false
}
