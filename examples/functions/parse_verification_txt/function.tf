data "domainverify_txt_records" "acme" {
  name = "acme.com"
}

# The companies for which acme.com publishes a verification record: ["Atlassian", "Docusign", …]
output "verified_with" {
  value = distinct(compact([
    for value in data.domainverify_txt_records.acme.records :
    try(provider::domainverify::parse_verification_txt(value).company, "")
  ]))
}
