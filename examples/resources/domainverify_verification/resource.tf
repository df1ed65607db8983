resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token

  # Without this, the wait might begin before the record is published.
  depends_on = [aws_route53_record.acme]

  timeouts = {
    create = "30m"
  }
}

# Where others administer the DNS, nobody has to wait for them: the state is
# "pending" until the record is there, and each apply looks again.
resource "domainverify_verification" "subsidiary" {
  organization_domain_id = domainverify_organization_domain.subsidiary.id
  token                  = domainverify_verification_token.subsidiary.token
  wait_for_verification  = false
}
