list "domainverify_claim" "all" {
  provider = domainverify
  limit    = 1000

  config {
    service = "webex"
  }
}
