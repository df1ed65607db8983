data "domainverify_dns_host" "acme" {
  domain = "acme.com"
}

# Amazon Route 53: publish with aws_route53_record from hashicorp/aws
output "where_to_publish" {
  value = (
    data.domainverify_dns_host.acme.resource_type == null
    ? join(" ", data.domainverify_dns_host.acme.diagnosis)
    : "${data.domainverify_dns_host.acme.host}: publish with ${data.domainverify_dns_host.acme.resource_type} from ${data.domainverify_dns_host.acme.provider_source}"
  )
}
