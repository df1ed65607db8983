data "domainverify_txt_records" "acme" {
  name = "acme.com"
}

# Which companies can say that acme.com was proven to them: ["Atlassian", "Docusign", …]
output "verified_with" {
  value = distinct(compact([
    for value in data.domainverify_txt_records.acme.records :
    try(provider::domainverify::parse_verification_txt(value).company, "")
  ]))
}
