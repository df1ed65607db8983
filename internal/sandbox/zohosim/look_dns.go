// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// What the records of wire/zoho.md 3 begin with.
const (
	txtPrefix = "zoho-verification="
	zmverify  = "zmverify."
)

func (s *Sim) target() string { return zmverify + s.dataCenter.suffix }

func (s *Sim) txtRecord(d *domain) string { return txtPrefix + d.cnameCode + "." + s.target() }

// lookForTXT wants the record at the domain itself. A lookup that fails is a record
// not seen.
func (s *Sim) lookForTXT(ctx context.Context, d domain) sight {
	records, err := s.config.LookupTXT(ctx, d.ascii)
	if err != nil {
		records = nil
	}
	right := func(record string) bool {
		if s.Is(SwitchRecordSuffix, "ignored") {
			return strings.HasPrefix(record, txtPrefix+d.cnameCode+"."+zmverify)
		}
		return record == s.txtRecord(&d)
	}
	return sight{
		proven:   slices.ContainsFunc(records, right),
		mismatch: slices.ContainsFunc(records, func(record string) bool { return strings.HasPrefix(record, txtPrefix) }),
		records:  records,
		message:  fmt.Sprintf("The TXT record of %s could not be verified.", d.name),
	}
}

// lookForCNAME wants the alias at a label that is the code.
func (s *Sim) lookForCNAME(ctx context.Context, d domain) sight {
	target, err := s.config.LookupCNAME(ctx, d.cnameCode+"."+d.ascii)
	if err != nil || target == "" {
		return sight{message: fmt.Sprintf("The CNAME host %s of %s is unknown.", d.cnameCode, d.name)}
	}
	target = strings.ToLower(target)
	proven := target == s.target() || s.Is(SwitchRecordSuffix, "ignored") && strings.HasPrefix(target, zmverify)
	return sight{
		proven: proven, mismatch: true, records: []string{target},
		message: fmt.Sprintf("The CNAME record of %s could not be verified.", d.name),
	}
}
