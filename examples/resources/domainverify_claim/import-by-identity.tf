import {
  to = domainverify_claim.acme
  identity = {
    service         = "webex"
    organization_id = "4a5b6c7d-1234-4abc-9def-0123456789ab"
    domain          = "acme.com"
  }
}
