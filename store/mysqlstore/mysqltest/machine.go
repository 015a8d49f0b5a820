package mysqltest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// ErrMissing says that this machine has no MariaDB server.
var ErrMissing = errors.New("mysqltest: no MariaDB server: mariadbd and mariadb-install-db are not found")

// binaries finds the server and what makes its data.
func binaries() (server, install string, err error) {
	server, err = found("mariadbd", "/usr/sbin/mariadbd", "/usr/local/sbin/mariadbd")
	if err == nil {
		install, err = found("mariadb-install-db", "/usr/bin/mariadb-install-db")
	}
	if err != nil {
		return "", "", ErrMissing
	}
	return server, install, nil
}

func found(names ...string) (string, error) {
	var err error
	for _, name := range names {
		var path string
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", err
}

// freePort is one that nobody listens on now. It is below those that a system gives to whoever
// dials: one of them could be gone by the time when the server starts, or starts again.
func freePort() (port int, err error) {
	for range 100 {
		port = 12_000 + rand.IntN(20_000)
		var l net.Listener
		if l, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return port, l.Close()
		}
	}
	return 0, fmt.Errorf("mysqltest: %w", err)
}

// identity is whom the server runs as: it refuses to be root.
func identity() *syscall.SysProcAttr {
	uid, gid, ok := other()
	if !ok {
		return nil
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

// own gives dir to whom the server runs as.
func own(dir string) error {
	uid, gid, ok := other()
	if !ok {
		return nil
	}
	return os.Chown(dir, uid, gid)
}

// other is the user mysql, or nobody where only the binaries are installed, when the caller is
// root.
func other() (uid, gid int, ok bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"mysql", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.Atoi(u.Uid)
		gid, errGID := strconv.Atoi(u.Gid)
		return uid, gid, errUID == nil && errGID == nil
	}
	return 0, 0, false
}
