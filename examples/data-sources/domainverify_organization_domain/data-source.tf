data "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = "acme.com"
}

output "state" {
  value = data.domainverify_organization_domain.acme.state # "claimed"
}
