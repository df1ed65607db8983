# One domain: the tokens of all services and the SPF record have the same name, so
# they form one record set.
locals {
  services = toset(["webex", "workos"])

  acme_txt = provider::domainverify::record_set([
    [for token in domainverify_verification_token.acme : token.record],
    # Replace this with the SPF record that the domain has now.
    { name = "acme.com", type = "TXT", values = ["v=spf1 include:_spf.example.net ~all"], ttl = 3600 },
  ])
}

resource "domainverify_verification_token" "acme" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.acme[each.key].id
}

# Route 53
resource "aws_route53_record" "acme" {
  zone_id = aws_route53_zone.acme.zone_id
  name    = local.acme_txt.name
  type    = local.acme_txt.type
  ttl     = coalesce(local.acme_txt.ttl, 300)
  records = local.acme_txt.values
}

# Google Cloud DNS expects a trailing dot, and TXT values in quotes.
resource "google_dns_record_set" "acme" {
  managed_zone = google_dns_managed_zone.acme.name
  name         = "${local.acme_txt.name}."
  type         = local.acme_txt.type
  ttl          = coalesce(local.acme_txt.ttl, 300)
  rrdatas      = [for value in local.acme_txt.values : join(" ", provider::domainverify::txt_chunks(value, true))]
}

# Several domains, services and methods: local.domains sets the method of each domain
# for each service, and all for_each keys come from it. Names that only the service
# knows, such as that of a CNAME record for Zoho, must not be used as keys.
locals {
  domains = {
    "acme.com"  = { webex = "dns_txt", workos = "dns_txt", zoho = "dns_txt" }
    "acme.shop" = { webex = "dns_txt", zoho = "dns_cname" }
  }
  proofs = merge([for domain, methods in local.domains : {
    for service, method in methods : "${domain} ${service}" => { domain = domain, service = service, method = method }
  }]...)

  # Iterates over the whole resource instead of referring to single instances, because
  # `terraform import` evaluates locals while some instances do not exist yet.
  txt = {
    for domain in keys(local.domains) : domain => provider::domainverify::record_set([
      for key, token in domainverify_verification_token.all : token.record
      if local.proofs[key].domain == domain && local.proofs[key].method == "dns_txt"
    ])
  }
}

resource "domainverify_verification_token" "all" {
  for_each               = local.proofs
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  method                 = each.value.method
}

resource "aws_route53_record" "txt" {
  for_each = local.txt

  zone_id = aws_route53_zone.all[each.key].zone_id
  name    = each.value.name
  type    = each.value.type
  ttl     = each.value.ttl
  records = each.value.values
}

resource "aws_route53_record" "cname" {
  for_each = { for key, proof in local.proofs : key => proof.domain if proof.method == "dns_cname" }

  zone_id = aws_route53_zone.all[each.value].zone_id
  name    = domainverify_verification_token.all[each.key].record.name
  type    = domainverify_verification_token.all[each.key].record.type
  ttl     = domainverify_verification_token.all[each.key].record.ttl
  records = [domainverify_verification_token.all[each.key].record.value]
}

# Keeps what is already published, except for old Webex tokens and one value that is
# no longer needed. (Not necessary with providers that have one resource per value,
# such as Cloudflare.)
data "domainverify_txt_records" "acme" {
  name = "acme.com"

  # Without a response there are no values, and the record set would lose all others.
  lifecycle {
    postcondition {
      condition     = 2 * length([for server in self.servers : server if contains(["present", "absent"], server.verdict)]) > length(self.servers)
      error_message = "Too few name servers show the TXT values that acme.com has now."
    }
  }
}

locals {
  with_what_is_there = provider::domainverify::record_set(
    [
      [for service, token in domainverify_verification_token.acme : token.record if service == "webex"],
      {
        name = "acme.com"
        type = "TXT"
        values = [
          # Quoted, so that a value that itself begins with a quote stays as it is.
          for value in data.domainverify_txt_records.acme.records : join(" ", provider::domainverify::txt_chunks(value, true))
          if try(provider::domainverify::parse_verification_txt(value).service, "") != "webex"
        ]
      },
    ],
    ["docusign=1b0a6754-49b1-4db5-8540-d2c12664b289"],
  )
}
