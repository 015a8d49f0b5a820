package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// bindir finds the server's binaries.
func bindir() (string, error) {
	out, err := exec.Command("pg_config", "--bindir").Output()
	if err != nil { // some systems have a pg_config that only says what to install
		return "", fmt.Errorf("%w (%w)", ErrMissing, err)
	}
	dir := strings.TrimSpace(string(out))
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return "", ErrMissing
	}
	return dir, nil
}

// identity is whom the server runs as: it refuses to be root.
func identity() *syscall.SysProcAttr {
	uid, gid, ok := postgres()
	if !ok {
		return nil
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

// own gives dir to whom the server runs as.
func own(dir string) error {
	uid, gid, ok := postgres()
	if !ok {
		return nil
	}
	return os.Chown(dir, uid, gid)
}

// postgres is the user of that name, when it is needed.
func postgres() (uid, gid int, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, false
	}
	uid, errUID := strconv.Atoi(u.Uid)
	gid, errGID := strconv.Atoi(u.Gid)
	return uid, gid, errUID == nil && errGID == nil
}
