# OpenTofu reads this file in place of mocked.tftest.hcl. Its mocks are known at plan, and
# may only have what the configuration cannot set.

mock_provider "domainverify" {
  mock_resource "domainverify_organization_domain" {
    defaults = {
      id        = "webex/82adacf4-453f-4e2b-a406-2939fddcaad2/example.com"
      remote_id = "example.com"
    }
  }

  mock_resource "domainverify_verification_token" {
    defaults = {
      id    = "webex/82adacf4-453f-4e2b-a406-2939fddcaad2/example.com/dns_txt"
      token = "mocked-token"
      record = {
        name  = "example.com"
        type  = "TXT"
        value = "mocked-verification=mocked-token"
        ttl   = 300
      }
    }
  }

  mock_resource "domainverify_verification" {
    defaults = { state = "verified" }
  }
}

variables {
  domain    = "example.com"
  published = []
  services  = { webex = { claim = true }, workos = {}, site = { service = "zoho", method = "http_file" } }
}

run "records_and_keys_are_known_at_plan" {
  command = plan

  assert {
    condition     = keys(output.records) == ["webex", "workos"] && keys(output.files) == ["site"]
    error_message = "Each service must have a record or a file."
  }
  assert {
    condition     = output.record_sets["domain"].values == tolist(["mocked-verification=mocked-token"])
    error_message = "The mocked tokens must be one record set."
  }
}

run "a_domain_is_verified_and_claimed" {
  assert {
    condition     = output.states == { site = "verified", webex = "verified", workos = "verified" }
    error_message = "Every service must verify the domain."
  }
  assert {
    condition     = keys(domainverify_claim.this) == ["webex"]
    error_message = "Only Webex has claims."
  }
}

run "the_key_of_the_shared_record_set_is_refused" {
  command = plan

  variables {
    services = { domain = { service = "webex" } }
  }

  expect_failures = [var.services]
}
