resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}

# The record goes to whatever hosts the domain's DNS.
resource "aws_route53_record" "acme" {
  zone_id = aws_route53_zone.acme.zone_id
  name    = domainverify_verification_token.acme.record.name
  type    = domainverify_verification_token.acme.record.type
  ttl     = domainverify_verification_token.acme.record.ttl
  records = [domainverify_verification_token.acme.record.value]
}

# Or to a human who administers it.
output "instructions" {
  value = domainverify_verification_token.acme.instructions
}
