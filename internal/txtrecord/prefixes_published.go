// SPDX-License-Identifier: MPL-2.0

package txtrecord

// publishedPrefixes name their vendor themselves and stand in public DNS. Source
// is a domain whose apex was seen with such a value in 2026, or a catalogue of
// TXT values that is maintained in the open.
func publishedPrefixes() []Prefix {
	const (
		amass      = "github.com/owasp-amass/amass, engine/plugins/dns"
		spiderfoot = "github.com/smicallef/spiderfoot, sfp_webanalytics"
	)
	return []Prefix{
		{Text: "1password-site-verification=", Service: "1password", Company: "1Password", Source: "openphone.co"},
		{Text: "_globalsign-domain-verification=", Service: "globalsign", Company: "GlobalSign", Source: "reverb.com"},
		{Text: "airtable-verification=", Service: "airtable", Company: "Airtable", Source: amass},
		{Text: "aliyun-site-verification=", Service: "alibaba_cloud", Company: "Alibaba Cloud", Source: spiderfoot},
		{Text: "amazon-business-verification=", Service: "amazon_business", Company: "Amazon Business", Source: "linktr.ee"},
		{Text: "anthropic-domain-verification-", Varies: true, Service: "anthropic", Company: "Anthropic", Source: "linktr.ee"},
		{Text: "atlassian-sending-domain-verification=", Service: "atlassian", Company: "Atlassian (sending mail)", Source: "nytimes.com"},
		{Text: "attio-domain-verification=", Service: "attio", Company: "Attio", Source: "linktr.ee"},
		{Text: "bitrise-verification=", Service: "bitrise", Company: "Bitrise", Source: "companycam.com"},
		{Text: "bugcrowd-verification=", Service: "bugcrowd", Company: "Bugcrowd", Source: amass},
		{Text: "canva-site-verification=", Service: "canva", Company: "Canva", Source: "amazon.it"},
		{Text: "citrix-verification-code=", Service: "citrix", Company: "Citrix", Source: spiderfoot},
		{Text: "cursor-domain-verification-", Varies: true, Service: "cursor", Company: "Cursor", Source: "tripadvisor.com"},
		{Text: "datadome-domain-verify=", Service: "datadome", Company: "DataDome", Source: "tripadvisor.com"},
		{Text: "dell-technologies-domain-verification=", Service: "dell", Company: "Dell Technologies", Source: "nytimes.com"},
		{Text: "docker-verification=", Service: "docker", Company: "Docker", Source: "reverb.com"},
		{Text: "drift-verification=", Service: "drift", Company: "Drift", Source: spiderfoot},
		{Text: "figma-domain-verification=", Service: "figma", Company: "Figma", Source: "bonniernews.se"},
		{Text: "globalsign-smime-dv=", Service: "globalsign", Company: "GlobalSign (S/MIME)", Source: "google.com"},
		{Text: "google-gws-recovery-domain-verification=", Service: "google", Company: "Google Workspace (account recovery)", Source: "amazon.it"},
		{Text: "hcp-domain-verification=", Service: "hcp", Company: "HashiCorp Cloud Platform", Source: "openphone.co"},
		{Text: "hubspot-developer-verification=", Service: "hubspot", Company: "HubSpot (developers)", Source: "openphone.co"},
		{Text: "hubspot-domain-verification=", Service: "hubspot", Company: "HubSpot", Source: "linktr.ee"},
		{Text: "jamf-site-verification=", Service: "jamf", Company: "Jamf", Source: "nytimes.com"},
		{Text: "keybase-site-verification=", Service: "keybase", Company: "Keybase", Source: "github.com/ksatirli/terraform-aws-route53-keybase-domain-proof"},
		{Text: "klaviyo-site-verification=", Service: "klaviyo", Company: "Klaviyo", Source: "nytimes.com"},
		{Text: "knowbe4-site-verification=", Service: "knowbe4", Company: "KnowBe4", Source: amass},
		{Text: "lastpass-verification-code=", Service: "lastpass", Company: "LastPass", Source: amass},
		{Text: "launchdarkly-domain-verification=", Service: "launchdarkly", Company: "LaunchDarkly", Source: "openphone.co"},
		{Text: "linear-domain-verification=", Service: "linear", Company: "Linear", Source: "openphone.co"},
		{Text: "loom-site-verification=", Service: "loom", Company: "Loom", Source: "linktr.ee"},
		{Text: "mailru-verification:", Service: "mailru", Company: "Mail.ru", Source: spiderfoot},
		{Text: "make-domain-verification=", Service: "make", Company: "Make", Source: "bonniernews.se"},
		{Text: "miro-verification=", Service: "miro", Company: "Miro", Source: "nytimes.com"},
		{Text: "mixpanel-domain-verify=", Service: "mixpanel", Company: "Mixpanel", Source: "ancestry.com"},
		{Text: "mongodb-site-verification=", Service: "mongodb", Company: "MongoDB Atlas", Source: "walkme.com"},
		{Text: "notion-domain-verification=", Service: "notion", Company: "Notion", Source: "hopin.com"},
		{Text: "notion_verify_", Service: "notion", Company: "Notion", Source: "linktr.ee"},
		{Text: "onetrust-domain-verification=", Service: "onetrust", Company: "OneTrust", Source: "google.com"},
		{Text: "openai-domain-verification=", Service: "openai", Company: "OpenAI", Source: "linktr.ee"},
		{Text: "pardot", Varies: true, Service: "salesforce_account_engagement", Company: "Salesforce Account Engagement (Pardot)", Source: "walkme.com"},
		{Text: "pendo-domain-verification=", Service: "pendo", Company: "Pendo", Source: amass},
		{Text: "perplexity-ai-domain-verification-", Varies: true, Service: "perplexity", Company: "Perplexity", Source: "tripadvisor.com"},
		{Text: "pinterest-site-verification=", Service: "pinterest", Company: "Pinterest", Source: "companycam.com"},
		{Text: "postman-domain-verification=", Service: "postman", Company: "Postman", Source: amass},
		{Text: "rippling-domain-verification=", Service: "rippling", Company: "Rippling", Source: "reverb.com"},
		{Text: "segment-site-verification=", Service: "segment", Company: "Twilio Segment", Source: "tripadvisor.com"},
		{Text: "sending_domain", Varies: true, Service: "salesforce_account_engagement", Company: "Salesforce Account Engagement (sending mail)", Source: "walkme.com"},
		{Text: "sendinblue-code:", Service: "brevo", Company: "Brevo (Sendinblue)", Source: "companycam.com"},
		{Text: "slack-domain-verification=", Service: "slack", Company: "Slack", Source: "linktr.ee"},
		{Text: "tiktok-developers-site-verification=", Service: "tiktok", Company: "TikTok (developers)", Source: "linktr.ee"},
		{Text: "twilio-domain-verification=", Service: "twilio", Company: "Twilio", Source: amass},
		{Text: "uber-domain-verification=", Service: "uber", Company: "Uber", Source: "ancestry.com"},
		{Text: "validity-domain-verification=", Service: "validity", Company: "Validity", Source: "ancestry.com"},
		{Text: "webexdomainverification.", Varies: true, Service: "webex_site_administration", Company: "Cisco Webex (Site Administration)", Source: "google.com"},
		{Text: "wiz-domain-verification=", Service: "wiz", Company: "Wiz", Source: "ancestry.com"},
		{Text: "wrike-verification=", Service: "wrike", Company: "Wrike", Source: "nytimes.com"},
		{Text: "yahoo-verification-key=", Service: "yahoo", Company: "Yahoo", Source: amass},
		{Text: "yandex-verification:", Service: "yandex", Company: "Yandex", Source: spiderfoot},
		{Text: "zapier-domain-verification-challenge=", Service: "zapier", Company: "Zapier", Source: "openphone.co"},
		{Text: "zoom-domain-verification=", Service: "zoom", Company: "Zoom", Source: "linktr.ee"},
	}
}
