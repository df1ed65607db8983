# Records of several names and types from a list that others maintain, and the
# token of a service among them: the names tell what belongs together. All of
# them are known at plan, because Webex wants its record at the domain itself.
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
