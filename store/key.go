package store

import (
	"fmt"
	"strings"
)

// MaxNamespace is the longest name of a namespace, in bytes.
const MaxNamespace = 64

// CheckKey answers ErrInvalid unless key has 1 to MaxKey bytes of 0-9 A-Z a-z - _ . ~ / : alone.
func CheckKey(key string) error {
	return checkKey("key", key)
}

// CheckKeys checks every key of a Get.
func CheckKeys(keys ...string) error {
	for i, k := range keys {
		if !validKey(k) {
			return checkKey(fmt.Sprintf("keys[%d]", i), k)
		}
	}
	return nil
}

// CheckNamespace answers ErrInvalid unless name has 1 to MaxNamespace bytes of 0-9 A-Z a-z - _ . ~
// : alone: a key's bytes without the slash, so that an adapter may write "name/key".
func CheckNamespace(name string) error {
	if len(name) > MaxNamespace {
		return fmt.Errorf("%w: namespace: %d bytes, at most %d", ErrInvalid, len(name), MaxNamespace)
	}
	if strings.Contains(name, "/") {
		return fmt.Errorf("%w: namespace %q: holds a slash", ErrInvalid, name)
	}
	return checkKey("namespace", name)
}

func validKey(key string) bool {
	return key != "" && len(key) <= MaxKey && badByte(key) < 0
}

// checkKey returns what is wrong with a key, or nil.
func checkKey(field, key string) error {
	switch i := badByte(key); {
	case key == "":
		return fmt.Errorf("%w: %s: empty", ErrInvalid, field)
	case len(key) > MaxKey:
		return fmt.Errorf("%w: %s: %d bytes, at most %d", ErrInvalid, field, len(key), MaxKey)
	case i >= 0:
		return fmt.Errorf("%w: %s: %q: byte %d is %q, allowed are 0-9 A-Z a-z : - _ . / ~", ErrInvalid, field, key, i, key[i])
	}
	return nil
}

// badByte returns the place of the first byte that no key may hold, or -1.
func badByte(s string) int {
	for i := range len(s) {
		if !keyByte(s[i]) {
			return i
		}
	}
	return -1
}

func keyByte(c byte) bool {
	switch {
	case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
		return true
	case c == '-', c == '_', c == '.', c == '~', c == '/', c == ':':
		return true
	}
	return false
}
