# On the sandbox: `make sandbox` prints the environment.

provider "domainverify" {
  webex  = { admin_domain = "acme.test", drift_probe_domain = "acme-probe.test" }
  workos = {}
  zoho   = {}
  github = {}
  google = {}
  entra  = {}
}

provider "sandbox" {}

run "every_service_verifies_the_domain" {
  module {
    source = "./tests/record_set"
  }

  assert {
    condition     = output.module.states == { for service in ["entra", "github", "google", "webex", "workos", "zoho"] : service => "verified" }
    error_message = "Not every service has verified the domain."
  }
  assert {
    condition     = keys(output.module.record_sets) == ["domain", "github"]
    error_message = "All TXT records at the domain must be one record set, and that of GitHub another."
  }
  assert {
    condition     = length(output.module.record_sets["domain"].values) == 6 && contains(output.module.record_sets["domain"].values, "v=spf1 -all")
    error_message = "The record set at the domain must have the values of five services, and the SPF record."
  }
  assert {
    condition     = output.module.record_sets["domain"].relative_name == "@" && endswith(output.module.record_sets["github"].name, ".acme.test")
    error_message = "Names must be absolute, and relative to the zone."
  }
}

# The record set is changed before the domain is released. Google releases no domain whose
# record still stands.
run "a_service_that_leaves_takes_only_its_own_record" {
  variables {
    services = { webex = { claim = true }, entra = {} }
  }
  module {
    source = "./tests/record_set"
  }

  assert {
    condition     = output.module.states == { entra = "verified", webex = "verified" }
    error_message = "The other services must keep the domain."
  }
  assert {
    condition     = length(output.module.record_sets["domain"].values) == 3
    error_message = "The record set must keep the values of two services and the SPF record."
  }
}

run "the_record_set_stays_without_any_service" {
  variables {
    services = {}
  }
  module {
    source = "./tests/record_set"
  }

  assert {
    condition     = output.module.record_sets["domain"].values == tolist(["v=spf1 -all"])
    error_message = "The other values must stay."
  }
  assert {
    condition     = output.module.record_sets["domain"].ttl == 300
    error_message = "The record set must keep its TTL, which some DNS providers want."
  }
}
