# The import IDs of all domains in the state "verified".
data "domainverify_organization_domains" "verified" {
  service = "webex"
  state   = "verified"
}

output "import_ids" {
  value = data.domainverify_organization_domains.verified.domains[*].id
}
