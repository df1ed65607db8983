# All domains of the organization, up to the limit. Terraform lists 100 objects unless a
# limit is set.
list "domainverify_organization_domain" "all" {
  provider = domainverify
  limit    = 1000
}

# Those at one service that are not verified yet.
list "domainverify_organization_domain" "pending" {
  provider = domainverify

  config {
    service = "zoho"
    state   = "pending"
  }
}
