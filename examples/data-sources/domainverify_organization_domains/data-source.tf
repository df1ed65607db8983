# The import ids of everything that is verified already.
data "domainverify_organization_domains" "verified" {
  service = "webex"
  state   = "verified"
}

output "import_ids" {
  value = data.domainverify_organization_domains.verified.domains[*].id
}
