// SPDX-License-Identifier: MPL-2.0

package progressfile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// File is a progress file. Several processes may append to the same one.
type File struct {
	path string
	warn func(ctx context.Context, message string, fields map[string]any)

	lock   sync.Mutex
	out    io.Writer
	warned bool
	// torn: the last line was not written whole, so that the next one begins a new one.
	torn bool
}

// Open opens the file for appending, and creates it for its owner alone. Nothing that
// fails later is an error: warn is told once.
func Open(path string, warn func(ctx context.Context, message string, fields map[string]any)) (*File, error) {
	// Opening a pipe would wait for its reader.
	if info, err := os.Stat(path); err == nil && info.Mode()&(fs.ModeNamedPipe|fs.ModeSocket) != 0 {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("it is a pipe or socket, not a file")}
	}
	out, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the user names it
	if err != nil {
		return nil, fmt.Errorf("the file cannot be opened: %w", err)
	}
	return &File{path: path, warn: warn, out: out, torn: isTorn(path)}, nil
}

// isTorn reports whether the last line of an earlier process was not written whole.
func isTorn(path string) bool {
	in, err := os.Open(path) //nolint:gosec // the user names it
	if err != nil {
		return false
	}
	defer func() { _ = in.Close() }()
	last := make([]byte, 1)
	if info, err := in.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false
	} else if _, err = in.ReadAt(last, info.Size()-1); err != nil {
		return false
	}
	return last[0] != '\n'
}

// line is one line. Fields that have no value are left out.
type line struct {
	Time         string `json:"time"`
	Domain       string `json:"domain"`
	Service      string `json:"service"`
	Organization string `json:"organization,omitempty"`
	Phase        string `json:"phase"`
	WaitingFor   string `json:"waiting_for,omitempty"`
	Code         string `json:"code,omitempty"`
	Cause        string `json:"cause,omitempty"`
	Until        string `json:"until,omitempty"`
}

// Write appends the event in one write, so that lines of several writers do not mix.
func (f *File) Write(ctx context.Context, e verification.Event) {
	text := line{
		Time: stamp(e.Time), Domain: displaytext.Short(e.ID.Domain), Service: e.ID.Service, Organization: displaytext.Short(e.ID.OrganizationID),
		Phase: string(e.Phase), WaitingFor: displaytext.Short(e.For), Code: displaytext.Short(e.Code), Cause: displaytext.Short(e.Cause), Until: stamp(e.Until),
	}
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(text)
	f.lock.Lock()
	defer f.lock.Unlock()
	if err == nil {
		err = f.append(written.Bytes())
	}
	if err != nil && !f.warned {
		f.warned = true
		f.warn(ctx, "the progress file cannot be written; the run goes on without it", map[string]any{"progress_file": f.path, "error": err})
	}
}

func (f *File) append(text []byte) error {
	if f.torn {
		text = append([]byte{'\n'}, text...)
	}
	n, err := f.out.Write(text)
	if n > 0 {
		f.torn = n < len(text)
	}
	return err
}

// stamp is "" for no time.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}
