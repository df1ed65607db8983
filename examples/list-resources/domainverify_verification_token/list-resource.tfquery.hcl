# The tokens of the domains that are not verified yet.
list "domainverify_verification_token" "pending" {
  provider = domainverify
  limit    = 1000

  config {
    state = "pending"
  }
}
