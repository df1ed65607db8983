// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// serviceSchema is the block of one service, made of its definition.
func serviceSchema(definition service.Definition) schema.SingleNestedAttribute {
	attributes := map[string]schema.Attribute{}
	for _, setting := range definition.Settings {
		attributes[setting.Name] = settingAttribute(setting)
	}
	return schema.SingleNestedAttribute{MarkdownDescription: definition.Description, Optional: true, Attributes: attributes}
}

func settingAttribute(setting service.Setting) schema.Attribute {
	description := setting.Description + environmentNote(setting.EnvironmentVariables)
	switch setting.Kind {
	case service.KindBool:
		return schema.BoolAttribute{MarkdownDescription: description, Optional: true, Sensitive: setting.Secret}
	case service.KindNumber:
		return schema.Int64Attribute{
			MarkdownDescription: description, Optional: true, Sensitive: setting.Secret,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		}
	case service.KindList:
		return schema.ListAttribute{
			MarkdownDescription: description, Optional: true, Sensitive: setting.Secret, ElementType: types.StringType,
			Validators: []validator.List{listvalidator.SizeAtLeast(1), listvalidator.ValueStringsAre(validators.NotBlank(), validators.NoComma())},
		}
	default:
		return schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Sensitive: setting.Secret,
			Validators: []validator.String{validators.NotBlank()},
		}
	}
}

// environmentNote names the variables in the order in which they are read.
func environmentNote(variables []string) string {
	if len(variables) == 0 {
		return ""
	}
	return " Environment: `" + strings.Join(variables, "`, `") + "`."
}
