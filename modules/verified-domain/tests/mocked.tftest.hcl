# Without any service, DNS or credentials. OpenTofu does not know `source`, and reads
# mocked.tofutest.hcl in place of this file.

mock_provider "domainverify" {
  source = "./tests/mocks"
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
  # As a module around this one passes on what nobody has set.
  variables {
    wait_for_verification = null
    adopt_existing        = null
    deletion_policy       = null
    zone                  = null
  }

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

run "a_service_without_settings_is_an_empty_object" {
  command = plan

  variables {
    services = { webex = null }
  }

  expect_failures = [var.services]
}
