locals {
  zone = coalesce(var.zone, var.domain)

  # All TXT records of one name are one record set. A service that makes up the name of its
  # record has a record set of its own, whose name is known after apply. The keys never
  # depend on a name, so that for_each knows them at plan.
  apart     = { for key, service in local.with_record : key => service if service.service == "github" || service.method == "dns_cname" }
  at_domain = [for key in keys(local.with_record) : key if !contains(keys(local.apart), key)]

  record_set_at_domain = provider::domainverify::record_set([
    [for key in local.at_domain : domainverify_verification_token.this[key].record],
    # The TTL is that of every token, and so of the record set as well when the last one leaves it.
    [for value in var.other_txt_values : { name = var.domain, type = "TXT", value = value, ttl = 300 }],
  ])

  records = { for key in keys(local.with_record) : key => domainverify_verification_token.this[key].record }
  record_sets = merge(
    { for key in keys(local.apart) : key => merge(local.records[key], { values = [local.records[key].value] }) },
    { for key in length(local.at_domain) + length(var.other_txt_values) > 0 ? ["domain"] : [] : key => local.record_set_at_domain },
  )
}
