# The organization that the provider is configured for, and all its domains.
data "domainverify_organization" "own" {
  service = "workos"
}

output "not_verified" {
  value = [for domain in data.domainverify_organization.own.domains : domain.domain if domain.state != "verified"]
}

# WorkOS organizations can also be looked up by external ID, by name, or by one of
# their domains.
data "domainverify_organization" "customer" {
  service     = "workos"
  external_id = "customer-4711"
}

resource "domainverify_organization_domain" "customer" {
  service         = "workos"
  organization_id = data.domainverify_organization.customer.organization_id
  domain          = "acme.com"
}
