// SPDX-License-Identifier: MPL-2.0

//go:build release

package release_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	dist    = "../../dist/"
	project = "terraform-provider-domainverify"
)

// snapshotVersion is the one that the files in dist/ have in their names.
func snapshotVersion(t *testing.T) string {
	t.Helper()
	var metadata struct{ Version string }
	if err := json.Unmarshal([]byte(readFile(t, dist+"metadata.json")), &metadata); err != nil || metadata.Version == "" {
		t.Fatalf("dist/ has no version (%v)", err)
	}
	return metadata.Version
}

func archiveOf(t *testing.T, platform string) string {
	t.Helper()
	return project + "_" + snapshotVersion(t) + "_" + strings.Replace(platform, "/", "_", 1)
}

// What a registry finds in a release: an archive and a list of components for each
// platform, and its manifest, each with a checksum.
func TestChecksumsAreThoseOfEveryFileOfTheRelease(t *testing.T) {
	t.Parallel()
	prefix := project + "_" + snapshotVersion(t)
	want := []string{prefix + "_manifest.json"}
	for _, platform := range releasedPlatforms(t) {
		want = append(want, archiveOf(t, platform)+".zip", archiveOf(t, platform)+".cdx.json")
	}
	slices.Sort(want)
	var got []string
	for line := range strings.Lines(readFile(t, dist+prefix+"_SHA256SUMS")) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		got = append(got, name)
		path := dist + name
		if strings.HasSuffix(name, "_manifest.json") {
			path = "../../terraform-registry-manifest.json"
		}
		if is := sha256.Sum256([]byte(readFile(t, path))); sum != hex.EncodeToString(is[:]) {
			t.Errorf("the checksum of %s is not the one of the file", name)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files with a checksum (-want +got):\n%s", diff)
	}
	zips, err := filepath.Glob(dist + "*.zip")
	if err != nil || len(zips) != len(releasedPlatforms(t)) {
		t.Errorf("dist/ has the archives %q (%v), want one for each platform", zips, err)
	}
}

func TestChecksumsAreSigned(t *testing.T) {
	t.Parallel()
	sums := dist + project + "_" + snapshotVersion(t) + "_SHA256SUMS"
	if said, err := exec.CommandContext(t.Context(), "gpg", "--batch", "--verify", sums+".sig", sums).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, said)
	}
	other := filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(other, []byte(readFile(t, sums)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if exec.CommandContext(t.Context(), "gpg", "--batch", "--verify", sums+".sig", other).Run() == nil {
		t.Error("the signature is accepted for other checksums")
	}
}

// The provider serves protocol 6 alone (providerserver.Serve), and a registry that is
// told another one offers it to a Terraform that cannot use it.
func TestManifestNamesTheProtocolOfTheProvider(t *testing.T) {
	t.Parallel()
	var manifest struct {
		Version  int
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		}
	}
	if err := json.Unmarshal([]byte(readFile(t, "../../terraform-registry-manifest.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.Protocols, []string{"6.0"}) {
		t.Errorf("manifest %+v, want version 1 and protocol 6.0", manifest)
	}
}

func TestEveryArchiveHasTheLicenceAndTheBinaryOfItsPlatform(t *testing.T) {
	t.Parallel()
	for _, platform := range releasedPlatforms(t) {
		system, processor, _ := strings.Cut(platform, "/")
		binary, files := binaryOf(t, platform)
		if diff := cmp.Diff([]string{"LICENSE", binaryName(t, platform)}, files); diff != "" {
			t.Errorf("%s: files (-want +got):\n%s", platform, diff)
		}
		settings := map[string]string{}
		for _, setting := range built(t, binary).Settings {
			settings[setting.Key] = setting.Value
		}
		for key, want := range map[string]string{"GOOS": system, "GOARCH": processor, "CGO_ENABLED": "0", "-trimpath": "true"} {
			if settings[key] != want {
				t.Errorf("%s: the binary is built with %s=%s, want %s", platform, key, settings[key], want)
			}
		}
		for _, key := range []string{"vcs.modified", "vcs.revision"} {
			if value, has := settings[key]; has {
				t.Errorf("%s: the binary depends on the work tree: %s=%s", platform, key, value)
			}
		}
	}
}

// The list of components of a binary is what the linker has put into it: no module
// less, and none that only tests need.
func TestComponentsOfEveryBinaryAreTheModulesThatItIsBuiltFrom(t *testing.T) {
	t.Parallel()
	for _, platform := range releasedPlatforms(t) {
		binary, _ := binaryOf(t, platform)
		info := built(t, binary)
		want := []string{"std " + strings.TrimPrefix(info.GoVersion, "go")}
		for _, module := range info.Deps {
			want = append(want, module.Path+" "+module.Version)
		}
		var list struct {
			Format   string `json:"bomFormat"`
			Metadata struct {
				Component struct{ Name, Version string }
				Tools     json.RawMessage
			}
			Components []struct{ Name, Version string }
		}
		if err := json.Unmarshal([]byte(readFile(t, dist+archiveOf(t, platform)+".cdx.json")), &list); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, component := range list.Components {
			got = append(got, component.Name+" "+strings.TrimPrefix(component.Version, "go"))
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || len(info.Deps) == 0 {
			t.Errorf("%s: components (-binary +list):\n%s", platform, diff)
		}
		if list.Format != "CycloneDX" || list.Metadata.Component.Version != "v"+snapshotVersion(t) {
			t.Errorf("%s: the list is of the form %q and about %+v", platform, list.Format, list.Metadata.Component)
		}
		if tools := string(list.Metadata.Tools); !strings.Contains(tools, "cyclonedx-gomod") || strings.Contains(tools, "hashes") {
			t.Errorf("%s: the list is made by %s, want cyclonedx-gomod without hashes of its executable", platform, tools)
		}
	}
}

// Anybody can build a tag again and compare the checksums, which are of archives and
// lists of components.
func TestABuildElsewhereHasTheSameBytes(t *testing.T) {
	t.Parallel()
	elsewhere := os.Getenv("RELEASE_ELSEWHERE")
	if elsewhere == "" {
		t.Fatal("RELEASE_ELSEWHERE is not set: run scripts/release-snapshot")
	}
	for _, ending := range []string{".zip", ".cdx.json"} {
		name := archiveOf(t, runtime.GOOS+"/"+runtime.GOARCH) + ending
		if readFile(t, dist+name) != readFile(t, filepath.Join(elsewhere, name)) {
			t.Errorf("two builds of %s differ", name)
		}
	}
}

func binaryName(t *testing.T, platform string) string {
	t.Helper()
	name := project + "_v" + snapshotVersion(t)
	if strings.HasPrefix(platform, "windows/") {
		name += ".exe"
	}
	return name
}

// binaryOf returns the provider in the archive of a platform, and the names of all files there.
func binaryOf(t *testing.T, platform string) (binary []byte, files []string) {
	t.Helper()
	archive, err := zip.OpenReader(dist + archiveOf(t, platform) + ".zip")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	for _, file := range archive.File {
		files = append(files, file.Name)
		if file.Name != binaryName(t, platform) {
			continue
		}
		if file.Mode().Perm() != 0o755 {
			t.Errorf("%s: the binary has the mode %s", platform, file.Mode())
		}
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if binary, err = io.ReadAll(content); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(files)
	return binary, files
}

func built(t *testing.T, binary []byte) *buildinfo.BuildInfo {
	t.Helper()
	info, err := buildinfo.Read(bytes.NewReader(binary))
	if err != nil {
		t.Fatal(err)
	}
	return info
}
