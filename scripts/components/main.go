// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: components LIST.cdx.json COMMAND [ARGUMENT...]")
	}
	if err := write(context.Background(), os.Args[1], os.Args[2:]); err != nil {
		log.Fatalf("list the components of a binary: %v", err)
	}
}

func write(ctx context.Context, path string, command []string) error {
	tool := exec.CommandContext(ctx, command[0], command[1:]...)
	tool.Stderr = os.Stderr
	printed, err := tool.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", command[0], err)
	}
	list, err := withoutToolHashes(printed)
	if err != nil {
		return err
	}
	return os.WriteFile(path, list, 0o644)
}

// withoutToolHashes orders the members of all objects by their names.
func withoutToolHashes(printed []byte) ([]byte, error) {
	var list map[string]any
	if err := json.Unmarshal(printed, &list); err != nil {
		return nil, fmt.Errorf("read the list: %w", err)
	}
	metadata, _ := list["metadata"].(map[string]any)
	if metadata["tools"] == nil {
		return nil, errors.New("the list has no metadata.tools")
	}
	dropHashes(metadata["tools"])

	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(list)
	return text.Bytes(), err
}

// dropHashes goes into all that there is: tools are an array up to version 1.4 of the
// format, and components and services since.
func dropHashes(value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			dropHashes(element)
		}
	case map[string]any:
		delete(value, "hashes")
		for _, member := range value {
			dropHashes(member)
		}
	}
}
