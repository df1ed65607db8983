# The tokens of two services and the SPF record stand at one name, so they are
# one record set.
locals {
  record_sets = provider::domainverify::merge_record_sets([
    domainverify_verification_token.webex.record,
    domainverify_verification_token.workos.record,
    { name = "acme.com", type = "TXT", values = ["v=spf1 include:_spf.acme.com -all"], ttl = 3600 },
  ])
}

# Route 53
resource "aws_route53_record" "acme" {
  for_each = local.record_sets

  zone_id = aws_route53_zone.acme.zone_id
  name    = each.value.name
  type    = each.value.type
  ttl     = coalesce(each.value.ttl, 300)
  records = each.value.values
}

# Google Cloud DNS wants a final dot, and TXT values in quotes.
resource "google_dns_record_set" "acme" {
  for_each = local.record_sets

  managed_zone = google_dns_managed_zone.acme.name
  name         = "${each.value.name}."
  type         = each.value.type
  ttl          = coalesce(each.value.ttl, 300)
  rrdatas      = [for value in each.value.values : join(" ", provider::domainverify::txt_chunks(value, true))]
}

# What is published already stays, except older Webex tokens and one value that
# nobody needs any longer. (Providers with one resource per value, such as
# Cloudflare, need none of this.)
data "domainverify_txt_records" "acme" {
  name = "acme.com"
}

locals {
  with_what_is_there = provider::domainverify::merge_record_sets(
    [
      domainverify_verification_token.webex.record,
      {
        name = "acme.com"
        type = "TXT"
        values = [
          for value in data.domainverify_txt_records.acme.records : value
          if try(provider::domainverify::parse_verification_txt(value).service, "") != "webex"
        ]
      },
    ],
    ["docusign=1b0a6754-49b1-4db5-8540-d2c12664b289"],
  )
}
