resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token

  # Without this, the wait may begin before the record is published.
  depends_on = [cloudflare_dns_record.acme]

  timeouts = {
    create = "30m"
  }
}

# If someone else administers the DNS, the apply does not have to wait: the state is
# "pending" until the domain is verified, and each apply checks again.
resource "domainverify_verification" "subsidiary" {
  organization_domain_id = domainverify_organization_domain.subsidiary.id
  token                  = domainverify_verification_token.subsidiary.token
  wait_for_verification  = false
}
