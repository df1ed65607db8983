output "records" {
  description = "The record of each service, for DNS providers that have a resource for each record: `name`, `relative_name`, `type`, `value`, `ttl`."
  value = { for key, record in local.records : key => {
    name          = record.name
    relative_name = record.name == null ? null : provider::domainverify::relative_name(record.name, local.zone)
    type          = record.type
    value         = record.value
    ttl           = record.ttl
  } }
}

output "record_sets" {
  description = "The same records, one for each name and type, for DNS providers that have a resource for each record set: `name`, `relative_name`, `type`, `values`, `ttl`. The key `domain` is that of the TXT records at the domain, with `other_txt_values`."
  value = { for key, set in local.record_sets : key => {
    name          = set.name
    relative_name = set.name == null ? null : provider::domainverify::relative_name(set.name, local.zone)
    type          = set.type
    values        = set.values
    ttl           = set.ttl
  } }
}

output "files" {
  description = "The file of each service whose method is `http_file`: `url`, `content`."
  value       = { for key, service in local.with_token : key => domainverify_verification_token.this[key].http_file if service.method == "http_file" }
}

output "instructions" {
  description = "What to publish, in words, for whoever administers the DNS or the web server."
  value       = { for key, token in domainverify_verification_token.this : key => token.instructions }
}

output "organization_domain_ids" {
  description = "`service/organization_id/domain` of each service."
  value       = { for key, domain in domainverify_organization_domain.this : key => domain.id }
}

output "states" {
  description = "`verified`, or `pending` if `wait_for_verification` is `false`."
  value       = { for key, verification in domainverify_verification.this : key => verification.state }
}
