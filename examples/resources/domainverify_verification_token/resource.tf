resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}

# Publish the record with the Terraform provider of the domain's DNS host. In Route 53,
# all TXT records of a name are one resource: add the domain's other TXT values to it.
resource "aws_route53_record" "acme" {
  zone_id = aws_route53_zone.acme.zone_id
  name    = domainverify_verification_token.acme.record.name
  type    = domainverify_verification_token.acme.record.type
  ttl     = domainverify_verification_token.acme.record.ttl
  records = [domainverify_verification_token.acme.record.value]
}

# Or send the instructions to the person who administers the DNS.
output "instructions" {
  value = domainverify_verification_token.acme.instructions
}

# Zoho can also verify with a CNAME record or with a file.
resource "domainverify_verification_token" "website" {
  organization_domain_id = domainverify_organization_domain.website.id
  method                 = "http_file"
}

resource "aws_s3_object" "website" {
  bucket  = "acme.dev"
  key     = trimprefix(domainverify_verification_token.website.http_file.url, "http://acme.dev/")
  content = domainverify_verification_token.website.http_file.content
}
