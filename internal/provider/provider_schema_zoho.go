// SPDX-License-Identifier: MPL-2.0

package provider

import "github.com/hashicorp/terraform-plugin-framework/provider/schema"

func zohoSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Zoho Mail, through its [Domain API](https://www.zoho.com/mail/help/api/). " +
			"The credentials need the scope `ZohoMail.organization.domains.ALL` and an administrator of the organization behind them. There is no claim: a verified domain is claimed.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"organization_id":     setting("The organization that resources belong to unless they say otherwise: its number (zoid), as the admin console shows it.", "ZOHO_ORGANIZATION_ID"),
			"data_center":         setting("Where the organization lives: `us` (default), `eu`, `in`, `au`, `jp`, `ca`, `sa`, `uk`, `cn` or `ae`. The address of Zoho Mail in the browser tells it: `mail.zoho.eu` is `eu`. Credentials and records belong to one data center.", "ZOHO_DATA_CENTER"),
			"access_token":        secretSetting("Access token. It lasts an hour. With refresh credentials beside it, it is used until Zoho refuses it: Zoho grants ten new tokens in ten minutes, and every Terraform command is a new process.", "ZOHO_ACCESS_TOKEN"),
			"client_id":           setting("Client id of the self client or application that the refresh token belongs to.", "ZOHO_CLIENT_ID"),
			"client_secret":       secretSetting("Client secret of that self client or application.", "ZOHO_CLIENT_SECRET"),
			"refresh_token":       secretSetting("Refresh token; access tokens are fetched with it as needed.", "ZOHO_REFRESH_TOKEN"),
			"token_cache_dir":     setting("Folder where the access token is kept until it ends, so that many Terraform commands in a row need one token request. The file is encrypted by a key that follows from `refresh_token` and `client_secret`, and only its owner may read it. Leave it out to keep nothing.", "ZOHO_TOKEN_CACHE_DIR"),
			"base_url":            setting("Base URL of the mail API. Defaults to the data center's, such as `https://mail.zoho.eu`.", "ZOHO_BASE_URL"),
			"accounts_url":        setting("Base URL of the accounts server. Defaults to the data center's, such as `https://accounts.zoho.eu`.", "ZOHO_ACCOUNTS_URL"),
			"requests_per_minute": numberSetting("How many requests the provider sends within any minute, all resources together. Defaults to `20`: Zoho locks the API for some time after about 30.", "ZOHO_REQUESTS_PER_MINUTE"),
		},
	}
}
