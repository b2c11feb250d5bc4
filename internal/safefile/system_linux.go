package safefile

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"time"
)

// changeTime is when a file's content or rights last changed; no program can set it.
func changeTime(info fs.FileInfo) (time.Time, bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}, false
	}
	return time.Unix(s.Ctim.Unix()), true
}

// accessList is the attribute in which Linux keeps a file's POSIX access list.
const accessList = "system.posix_acl_access"

// attributes copies the access list and the user's attributes. A list that the
// new file got from its folder, and the old one does not have, is taken away.
// What the system itself labels (security.*) it labels by place.
func attributes(from, to string) (missing lost) {
	names, err := attributeNames(from)
	if err != nil {
		return lost{other: !errors.Is(err, syscall.ENOTSUP)}
	}
	listed := false
	for _, name := range names {
		if strings.HasPrefix(name, "security.") || strings.HasPrefix(name, "trusted.") {
			continue
		}
		value, err := attribute(from, name)
		if err == nil {
			err = syscall.Setxattr(to, name, value, 0)
		}
		if name == accessList {
			listed, missing.access = true, err != nil
		} else if err != nil {
			missing.other = true
		}
	}
	if !listed {
		err := syscall.Removexattr(to, accessList)
		missing.access = err != nil && !errors.Is(err, syscall.ENODATA) && !errors.Is(err, syscall.ENOTSUP)
	}
	return missing
}

func attributeNames(path string) ([]string, error) {
	size, err := syscall.Listxattr(path, nil)
	if err != nil || size == 0 {
		return nil, err
	}
	list := make([]byte, size)
	if size, err = syscall.Listxattr(path, list); err != nil {
		return nil, err
	}
	var names []string
	for _, name := range bytes.Split(bytes.TrimRight(list[:size], "\x00"), []byte{0}) {
		names = append(names, string(name))
	}
	return names, nil
}

func attribute(path, name string) ([]byte, error) {
	size, err := syscall.Getxattr(path, name, nil)
	if err != nil || size == 0 {
		return nil, err
	}
	value := make([]byte, size)
	size, err = syscall.Getxattr(path, name, value)
	return value[:max(size, 0)], err
}
