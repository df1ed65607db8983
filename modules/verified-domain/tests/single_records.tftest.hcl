# On the sandbox: `make sandbox` prints the environment.

provider "domainverify" {
  webex  = { admin_domain = "acme.test", drift_probe_domain = "acme-probe.test" }
  zoho   = {}
  github = {}
  google = {}
}

provider "sandbox" {}

run "each_record_and_file_is_published_by_itself" {
  module {
    source = "./tests/single_records"
  }

  assert {
    condition     = output.module.states == { for key in ["cname", "file", "txt", "webex"] : key => "verified" }
    error_message = "Not every service has verified the domain."
  }
  assert {
    condition     = keys(output.module.records) == ["cname", "txt", "webex"] && keys(output.module.files) == ["file"]
    error_message = "A service has either a record or a file."
  }
  assert {
    condition     = output.module.records["webex"].relative_name == "@" && output.module.records["cname"].type == "CNAME"
    error_message = "Names must be relative to the zone, and a CNAME record a CNAME record."
  }
}
