# Values for `mock_provider "domainverify"` of terraform test: a domain that is verified
# by TXT record.
#
# The resources have every computed attribute, and have it in plans: a for_each over records
# needs their names at plan, and Terraform plans twice and wants the same values both times.
# Lists of objects are empty: a mock cannot fill them.

mock_resource "domainverify_organization_domain" {
  override_during = plan

  defaults = {
    service         = "webex"
    organization_id = "82adacf4-453f-4e2b-a406-2939fddcaad2"
    deletion_policy = "release"
    id              = "webex/82adacf4-453f-4e2b-a406-2939fddcaad2/example.com"
    remote_id       = "example.com"
  }
}

mock_resource "domainverify_verification_token" {
  override_during = plan

  defaults = {
    method = "dns_txt"
    id     = "webex/82adacf4-453f-4e2b-a406-2939fddcaad2/example.com/dns_txt"
    token  = "mocked-token"
    record = {
      name  = "example.com"
      type  = "TXT"
      value = "mocked-verification=mocked-token"
      ttl   = 300
    }
    http_file = {
      url     = "http://example.com/mocked-verification.html"
      content = "mocked-token"
    }
    instructions = "Publish the TXT record mocked-verification=mocked-token at example.com."
    expires_at   = "2030-01-01T00:00:00Z"
  }
}

mock_resource "domainverify_verification" {
  override_during = plan

  defaults = {
    method                = "dns_txt"
    wait_for_verification = true
    id                    = "webex/82adacf4-453f-4e2b-a406-2939fddcaad2/example.com/dns_txt"
    state                 = "verified"
    verified_at           = "2025-01-01T00:00:00Z"
    failure_reason        = ""
  }
}

mock_resource "domainverify_claim" {
  override_during = plan

  defaults = {
    id = "webex/82adacf4-453f-4e2b-a406-2939fddcaad2/example.com"
  }
}

mock_data "domainverify_organization_domain" {
  defaults = {
    service         = "webex"
    organization_id = "82adacf4-453f-4e2b-a406-2939fddcaad2"
    id              = "webex/82adacf4-453f-4e2b-a406-2939fddcaad2/example.com"
    remote_id       = "example.com"
    state           = "verified"
    token           = "mocked-token"
    tokens          = { dns_txt = "mocked-token" }
  }
}

mock_data "domainverify_organization_domains" {
  defaults = {
    service         = "webex"
    organization_id = "82adacf4-453f-4e2b-a406-2939fddcaad2"
    complete        = true
  }
}

mock_data "domainverify_organization" {
  defaults = {
    service         = "webex"
    organization_id = "82adacf4-453f-4e2b-a406-2939fddcaad2"
  }
}

mock_data "domainverify_txt_records" {
  defaults = {
    zone    = "example.com"
    matches = true
    records = ["mocked-verification=mocked-token"]
  }
}

mock_data "domainverify_dns_host" {
  defaults = {
    host            = "Amazon Route 53"
    provider_source = "hashicorp/aws"
    resource_type   = "aws_route53_record"
    zone            = "example.com"
    nameservers     = ["ns-1.awsdns-01.org"]
  }
}
