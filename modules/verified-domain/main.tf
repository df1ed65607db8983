locals {
  services    = { for key, service in var.services : key => merge(service, { service = coalesce(service.service, key) }) }
  with_token  = { for key, service in local.services : key => service if service.needs_token }
  with_record = { for key, service in local.with_token : key => service if service.method != "http_file" }
}

resource "domainverify_organization_domain" "this" {
  for_each        = local.services
  service         = each.value.service
  organization_id = each.value.organization_id
  domain          = var.domain
  adopt_existing  = var.adopt_existing
  deletion_policy = var.deletion_policy

  lifecycle {
    create_before_destroy = true
  }
}

resource "domainverify_verification_token" "this" {
  for_each               = local.with_token
  organization_domain_id = domainverify_organization_domain.this[each.key].id
  method                 = each.value.method

  lifecycle {
    create_before_destroy = true
  }
}

# A destroy has the reverse order: the claim, the verification, what publishes the
# records, the token, the domain.
resource "domainverify_verification" "this" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.this[each.key].id
  token                  = each.value.needs_token ? domainverify_verification_token.this[each.key].token : null
  method                 = each.value.method
  wait_for_verification  = var.wait_for_verification
  depends_on             = [var.published]
}

resource "domainverify_claim" "this" {
  for_each               = { for key, service in local.services : key => service if service.claim }
  organization_domain_id = domainverify_verification.this[each.key].organization_domain_id
}
