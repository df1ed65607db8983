# OpenTofu reads this file in place of mocked.tftest.hcl. Its mocks are known at plan, and
# may only have what the configuration cannot set. The module under test is one that
# knows the provider sandbox, which OpenTofu looks for in all tests of the folder.

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

mock_provider "sandbox" {}

variables {
  domain   = "example.com"
  services = { webex = { claim = true }, workos = {}, site = { service = "zoho", method = "http_file" } }
}

run "records_and_keys_are_known_at_plan" {
  command = plan

  module {
    source = "./tests/record_set"
  }

  assert {
    condition     = keys(output.module.records) == ["webex", "workos"] && keys(output.module.files) == ["site"]
    error_message = "Each service must have a record or a file."
  }
  assert {
    condition     = output.module.record_sets["domain"].values == tolist(["mocked-verification=mocked-token", "v=spf1 -all"])
    error_message = "The mocked tokens and the SPF record must be one record set."
  }
}

run "a_domain_is_verified" {
  module {
    source = "./tests/record_set"
  }

  assert {
    condition     = output.module.states == { site = "verified", webex = "verified", workos = "verified" }
    error_message = "Every service must verify the domain."
  }
}
