# Merges records of several names and types, maintained elsewhere, with the record of
# a token. Records with the same name and type form one record set. All names are known
# at plan, because the record for Webex belongs at the domain itself.
variable "records" {
  type = list(object({ name = string, type = string, values = list(string), ttl = optional(number) }))
}

locals {
  record_sets = provider::domainverify::merge_record_sets([
    var.records,
    domainverify_verification_token.webex.record,
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
