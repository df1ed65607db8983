// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// TokenCache keeps the access token of one grant in a file, so that many
// processes in a row use one. The file is encrypted by a key that is derived from
// the secrets of grant and client: a copy of the file alone is of no use, and a file
// of other credentials or of another token endpoint cannot be decrypted. Its mode
// is 0600, and it is replaced as a whole. A file that cannot be used is ignored,
// with a line in the log.
type TokenCache struct {
	path string
	aead cipher.AEAD
	// about is what the file belongs to.
	about []byte
}

// cachedToken is what the file holds.
type cachedToken struct {
	AccessToken string    `json:"access_token"`
	RenewAt     time.Time `json:"renew_at"`
}

// CheckTokenCacheDir returns why no token may be kept in the directory. One that
// does not exist is created with the first token.
func CheckTokenCacheDir(dir string) error {
	found, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("the directory cannot be used: %w", err)
	case !found.IsDir():
		return fmt.Errorf("%s is not a directory", dir)
	case runtime.GOOS != "windows" && found.Mode().Perm()&0o022 != 0:
		return fmt.Errorf("other users can write to the directory %s (mode %04o); use one that only you can write to (chmod 700)", dir, found.Mode().Perm())
	}
	return nil
}

// newTokenCache names the file by a hash, which reveals neither client nor token.
func newTokenCache(dir string, config TokenConfig) (*TokenCache, error) {
	about := []byte("domainverify token cache 1\n" + config.TokenURL.String() + "\n" + config.ClientID)
	secret := []byte(config.Grant.Secret + "\n" + config.ClientSecret)
	derived, err := hkdf.Key(sha256.New, secret, about, "key and name", 48)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(derived[:32])
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &TokenCache{path: filepath.Join(dir, "token-"+hex.EncodeToString(derived[32:])), aead: aead, about: about}, nil
}

// load returns the kept token unless it is used up or cannot be used.
func (c *TokenCache) load(now time.Time) (cachedToken, error) {
	file, err := os.Open(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return cachedToken{}, nil
	}
	if err != nil {
		return cachedToken{}, errors.New("it cannot be opened")
	}
	defer func() { _ = file.Close() }()
	found, err := file.Stat()
	switch {
	case err != nil || !found.Mode().IsRegular() || found.Size() > maxErrorBody:
		return cachedToken{}, errors.New("it is not a file of this cache")
	case runtime.GOOS != "windows" && found.Mode().Perm()&0o077 != 0:
		return cachedToken{}, fmt.Errorf("other users can read it (mode %04o)", found.Mode().Perm())
	}
	sealed := make([]byte, found.Size())
	if _, err := file.ReadAt(sealed, 0); err != nil || len(sealed) < c.aead.NonceSize() {
		return cachedToken{}, errors.New("it cannot be read")
	}
	plain, err := c.aead.Open(nil, sealed[:c.aead.NonceSize()], sealed[c.aead.NonceSize():], c.about)
	var kept cachedToken
	if err != nil || json.Unmarshal(plain, &kept) != nil {
		return cachedToken{}, errors.New("it is damaged or belongs to other credentials")
	}
	if !now.Before(kept.RenewAt) {
		return cachedToken{}, nil
	}
	return kept, nil
}

// store replaces the file. The rename makes it whole or not at all.
func (c *TokenCache) store(kept cachedToken) error {
	plain, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	nonce := make([]byte, c.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
		return err
	}
	// Its mode is 0600.
	file, err := os.CreateTemp(filepath.Dir(c.path), ".token-*")
	if err != nil {
		return err
	}
	_, err = file.Write(c.aead.Seal(nonce, nonce, plain, c.about))
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), c.path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// drop forgets a token that was refused.
func (c *TokenCache) drop() { _ = os.Remove(c.path) }

// lockPause and lockTries bound the wait for another process: it holds the lock
// for one token request. Without the lock the token is fetched all the same.
const (
	lockPause = 50 * time.Millisecond
	lockTries = 600
)

// lock lets one process at a time read the file and request a token. The system
// releases the lock when the process ends, however it ends.
func (c *TokenCache) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(c.path), 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(c.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	ticks := time.NewTicker(lockPause)
	defer ticks.Stop()
	for range lockTries {
		locked, err := tryLock(file)
		if err != nil {
			_ = file.Close()
			return nil, err
		}
		if locked {
			return func() { _ = file.Close() }, nil
		}
		select {
		case <-ctx.Done():
			_ = file.Close()
			return nil, context.Cause(ctx)
		case <-ticks.C:
		}
	}
	_ = file.Close()
	return nil, errors.New("another process holds its lock")
}

// openCache leaves the cache nil where there is to be none.
func (r *TokenEndpoint) openCache(config TokenConfig) {
	if config.CacheDir == "" {
		return
	}
	cache, err := newTokenCache(config.CacheDir, config)
	if err != nil { // sizes of keys are constant
		r.log(context.Background(), "the token cache cannot be used", map[string]any{"error": err.Error()})
		return
	}
	r.cache = cache
}

// lockCache returns what unlocks the cache. A cache that cannot be locked is
// used all the same: at worst two processes fetch a token each.
func (r *TokenEndpoint) lockCache(ctx context.Context) (unlock func()) {
	if r.cache == nil {
		return func() {}
	}
	unlock, err := r.cache.lock(ctx)
	if err != nil {
		r.complain(ctx, "the token cache is not locked", err)
		return func() {}
	}
	return unlock
}

// cached takes over the token that another process has fetched, unless that is
// the one which was refused: that one is dropped.
func (r *TokenEndpoint) cached(ctx context.Context, stale string) string {
	if r.cache == nil {
		return ""
	}
	kept, err := r.cache.load(r.now())
	switch {
	case err != nil:
		r.complain(ctx, "the token cache is ignored", err)
		return ""
	case kept.AccessToken == "":
		return ""
	case kept.AccessToken == stale:
		r.cache.drop()
		return ""
	}
	r.redactor.Add(kept.AccessToken)
	r.mu.Lock()
	defer r.mu.Unlock()
	if kept.AccessToken == r.access {
		// It is used up by now.
		return ""
	}
	r.access, r.renewAt = kept.AccessToken, kept.RenewAt
	return r.access
}

// keep stores a token whose expiry is known; another one could be kept for too long.
func (r *TokenEndpoint) keep(ctx context.Context, token string, renewAt time.Time) {
	if r.cache == nil || renewAt.IsZero() {
		return
	}
	if err := r.cache.store(cachedToken{AccessToken: token, RenewAt: renewAt}); err != nil {
		r.complain(ctx, "the token cache is not written", err)
	}
}

// complain never logs a token: no error of the cache holds what is in it.
func (r *TokenEndpoint) complain(ctx context.Context, message string, err error) {
	r.log(ctx, message, map[string]any{"file": displaytext.Escape(r.cache.path), "error": displaytext.Escape(err.Error())})
}
