list "domainverify_verification" "all" {
  provider = domainverify
  limit    = 1000
}

# Verified domains that are not claimed.
list "domainverify_verification" "unclaimed" {
  provider = domainverify

  config {
    service = "webex"
    state   = "verified"
  }
}
