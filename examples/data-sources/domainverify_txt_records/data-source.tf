data "domainverify_txt_records" "acme" {
  name     = domainverify_verification_token.acme.record.name
  expected = domainverify_verification_token.acme.record.value
}

output "published" {
  value = data.domainverify_txt_records.acme.matches
}

output "what_is_in_the_way" {
  value = data.domainverify_txt_records.acme.diagnosis
}
