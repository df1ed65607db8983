# A DKIM key is longer than 255 octets, the limit of one string in a TXT record.
resource "google_dns_record_set" "dkim" {
  managed_zone = google_dns_managed_zone.acme.name
  name         = "mail._domainkey.acme.com."
  type         = "TXT"
  ttl          = 3600
  rrdatas      = [join(" ", provider::domainverify::txt_chunks(var.dkim, true))]
}

# Route 53 adds the outer quotes itself.
resource "aws_route53_record" "dkim" {
  zone_id = aws_route53_zone.acme.zone_id
  name    = "mail._domainkey.acme.com"
  type    = "TXT"
  ttl     = 3600
  records = [join("\"\"", provider::domainverify::txt_chunks(var.dkim))]
}
