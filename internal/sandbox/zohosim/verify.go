// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// method is one way to prove a domain.
type method struct {
	check func(*Sim, context.Context, domain) finding
	// missing and mismatch are the codes of a failure; only the first was seen.
	missing, mismatch string
	records           string // the member that shows what was found, if any
}

// finding is what looking from outside has found.
type finding struct {
	proven   bool
	mismatch bool     // there is something, but not the right thing
	records  []string // of the type that was looked for
	message  string
}

// methods are those of wire/zoho.md 1.5, by mode.
func methods() map[string]method {
	return map[string]method{
		"verifyDomainByTXT":   {(*Sim).checkTXT, "TXT_RECORD_HOST_UNKNOWN", "TXT_RECORD_VALUE_MISMATCH", "txtRecord"},
		"verifyDomainByCName": {(*Sim).checkCNAME, "CNAME_HOST_UNKNOWN", "CNAME_VALUE_MISMATCH", "cnameRecord"},
		"verifyDomainByHTML":  {(*Sim).checkFile, "HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC", "HTML_VCODE_MISMATCH", ""},
	}
}

// verifyDomain answers at once. Its lookups may take seconds, during which other
// requests go on.
func (s *Sim) verifyDomain(c call) (any, *failure) {
	before, fail := s.beforeCheck(c)
	if fail != nil {
		return nil, fail
	}
	if before.verified {
		return map[string]any{"status": true}, nil
	}
	m := methods()[c.field("mode")]
	var seen finding
	s.Unlocked(func() { seen = m.check(s, c.Context(), before) })
	return s.afterCheck(c, m, before, seen)
}

// beforeCheck returns a copy of the domain.
func (s *Sim) beforeCheck(c call) (domain, *failure) {
	d, fail := s.named(c)
	switch {
	case fail != nil:
		return domain{}, fail
	case d.verified && s.Is(SwitchVerifyOfVerified, "400"):
		return domain{}, refuseSeen("DOMAIN_ALREADY_VERIFIED", "Domain %s is already verified.", d.name)
	case !d.verified && s.elsewhere[d.ascii]:
		return domain{}, s.foreign(d.name)
	}
	return *d, nil
}

// afterCheck asks again for everything that may have changed meanwhile.
func (s *Sim) afterCheck(c call, m method, before domain, seen finding) (any, *failure) {
	d, fail := s.named(c)
	switch {
	case fail != nil:
		return nil, fail
	case s.elsewhere[d.ascii]:
		return nil, s.foreign(d.name)
	case seen.proven && d.cnameCode == before.cnameCode && d.htmlCode == before.htmlCode:
		s.verify(d)
		return map[string]any{"status": true}, nil
	}
	return s.failedCheck(m, seen), nil
}

// failedCheck hides behind HTTP 200 and an envelope of success (wire/zoho.md 1.5).
func (s *Sim) failedCheck(m method, seen finding) map[string]any {
	data := map[string]any{"status": false, "error": m.missing, "message": seen.message}
	if seen.mismatch && s.Is(SwitchMismatchCode, "own_code") {
		data["error"] = m.mismatch
	}
	if m.records != "" {
		data[m.records] = s.foundRecords(seen.records)
	}
	return data
}

// foundRecords has elements of an unknown type; the samples have none.
func (s *Sim) foundRecords(records []string) []any {
	found := []any{}
	for _, record := range records {
		switch s.Value(SwitchFoundRecords) {
		case "strings":
			found = append(found, record)
		case "objects":
			found = append(found, map[string]any{"value": record})
		}
	}
	return found
}

// What the records of wire/zoho.md 3 begin with.
const (
	txtPrefix = "zoho-verification="
	zmverify  = "zmverify."
)

func (s *Sim) target() string { return zmverify + s.dataCenter.suffix }

func (s *Sim) txtRecord(d *domain) string { return txtPrefix + d.cnameCode + "." + s.target() }

// checkTXT wants the record at the domain itself. A lookup that fails is a record
// not seen.
func (s *Sim) checkTXT(ctx context.Context, d domain) finding {
	records, err := s.config.LookupTXT(ctx, d.ascii)
	if err != nil {
		records = nil
	}
	return finding{
		proven:   slices.Contains(records, s.txtRecord(&d)),
		mismatch: slices.ContainsFunc(records, func(record string) bool { return strings.HasPrefix(record, txtPrefix) }),
		records:  records,
		message:  fmt.Sprintf("The TXT record of %s could not be verified.", d.name),
	}
}

// checkCNAME wants the alias at a label that is the code.
func (s *Sim) checkCNAME(ctx context.Context, d domain) finding {
	target, err := s.config.LookupCNAME(ctx, d.cnameCode+"."+d.ascii)
	if err != nil || target == "" {
		return finding{message: fmt.Sprintf("The CNAME host %s of %s is unknown.", d.cnameCode, d.name)}
	}
	target = strings.ToLower(target)
	return finding{
		proven: target == s.target(), mismatch: true, records: []string{target},
		message: fmt.Sprintf("The CNAME record of %s could not be verified.", d.name),
	}
}

// filePath is where the HTML method fetches the file (wire/zoho.md 3).
const filePath = "/zohoverify/verifyforzoho.html"

// maxRedirects and maxFile bound what a strange web host can do.
const (
	maxRedirects = 5
	maxFile      = 64 << 10
)

// checkFile tries both schemes; which one comes first is unknown (wire/zoho.md 3).
func (s *Sim) checkFile(ctx context.Context, d domain) finding {
	plain := s.fetch(ctx, "http://"+d.ascii+filePath, d.htmlCode)
	if plain.proven {
		return plain
	}
	if secure := s.fetch(ctx, "https://"+d.ascii+filePath, d.htmlCode); secure.proven {
		return secure
	}
	return plain
}

// fetch puts the HTTP status that it got into its message (wire/zoho.md 1.5).
func (s *Sim) fetch(ctx context.Context, address, code string) finding {
	for range maxRedirects {
		status, content, location, err := s.page(ctx, address)
		switch {
		case err != nil:
			return finding{message: fmt.Sprintf("The verification file could not be fetched from %s: Connection failed.", address)}
		case status == http.StatusOK:
			return finding{
				proven: strings.TrimSpace(content) == code, mismatch: true,
				message: fmt.Sprintf("The content of %s is not the verification code. Error code: 200 Description: OK", address),
			}
		case location == "":
			return finding{message: fmt.Sprintf("The verification file could not be fetched from %s. Error code: %d Description: %s",
				address, status, http.StatusText(status))}
		}
		address = location
	}
	return finding{message: "The verification file could not be fetched: too many redirects."}
}

// page returns an absolute location, if there is a redirect to one.
func (s *Sim) page(ctx context.Context, address string) (status int, content, location string, err error) {
	response, err := s.config.Fetch(ctx, address)
	if err != nil {
		return 0, "", "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxFile))
	if err != nil {
		return 0, "", "", err
	}
	if next, err := response.Location(); err == nil && response.StatusCode/100 == 3 {
		location = next.String()
	}
	return response.StatusCode, string(body), location, nil
}
