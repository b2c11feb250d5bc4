package safefile

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"crm/internal/lang"
)

// inUse looks for the files by which Excel, WPS and LibreOffice show that they
// have a file open, and names whoever holds it.
func inUse(d disk, path string, ignore bool) error {
	if ignore {
		return nil
	}
	dir, base := filepath.Split(path)
	short := cutRunes(base, 2)
	for _, mark := range []struct {
		name   string
		holder func([]byte) string
		other  string // a file whose mark this is if it is there
	}{
		{"~$" + base, officeHolder, ""},
		{"~$" + short, officeHolder, short}, // some programs put the mark over the first two characters
		{".~" + base, officeHolder, ""},     // WPS on Linux
		{".~lock." + base + "#", libreOfficeHolder, ""},
	} {
		if !there(d, dir+mark.name) || mark.name == "~$" || mark.other != "" && there(d, dir+mark.other) {
			continue
		}
		text := lang.F("%s is open in another program", "%s 正被其他程序打开", path)
		if who := mark.holder(beginning(d, dir+mark.name)); who != "" {
			text = lang.F("%s is opened by %s", "%s 正由 %s 打开", path, who)
		}
		return &Error{Err: ErrInUse, Text: text,
			Hint: lang.F("close it and run again; if nobody has it open, delete %s or give --ignore-lock",
				"请关闭后再运行；如果确实无人打开，请删除 %s 或加 --ignore-lock", dir+mark.name)}
	}
	return nil
}

// InUse says that a file is open in Excel, WPS or LibreOffice, and who has it
// open; empty where nothing shows it. What such a program has not saved yet
// cannot be read.
func InUse(path string) lang.Text {
	var held *Error
	if errors.As(inUse(system{}, path, false), &held) {
		return held.Text
	}
	return lang.Text{}
}

func there(d disk, path string) bool {
	_, err := d.lstat(path)
	return err == nil
}

func cutRunes(s string, n int) string {
	for range n {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return s
}

// markSize bounds what is read of a mark: Excel's has 165 bytes.
const markSize = 1024

func beginning(d disk, path string) []byte {
	f, err := d.open(path)
	if err != nil {
		return nil // held too tightly to be read: who holds it stays unknown
	}
	defer f.Close()
	b, _ := io.ReadAll(io.LimitReader(f, markSize))
	return b
}

// officeHolder reads Excel's owner file: the length of a name, the name in the
// machine's code page, and from byte 54 the same in UTF-16.
func officeHolder(b []byte) string {
	const wide = 54
	if len(b) > wide+2 {
		if n := int(b[wide]); n > 0 && len(b) >= wide+2+2*n {
			units := make([]uint16, n)
			for i := range units {
				units[i] = uint16(b[wide+2+2*i]) | uint16(b[wide+3+2*i])<<8
			}
			return strings.TrimSpace(string(utf16.Decode(units)))
		}
	}
	if len(b) > 1 && int(b[0]) < len(b) {
		if name := bytes.TrimSpace(b[1 : 1+int(b[0])]); utf8.Valid(name) {
			return string(name)
		}
	}
	return ""
}

// libreOfficeHolder reads LibreOffice's lock: user, system user, host, time, profile.
func libreOfficeHolder(b []byte) string {
	fields := lockFields(string(b))
	name := strings.TrimSpace(fields[0])
	if name == "" && len(fields) > 1 {
		name = strings.TrimSpace(fields[1])
	}
	if len(fields) > 2 && name != "" && strings.TrimSpace(fields[2]) != "" {
		name += " @ " + strings.TrimSpace(fields[2])
	}
	return strings.ToValidUTF8(name, "")
}

// lockFields splits at commas; a backslash takes the next character as it is.
func lockFields(s string) []string {
	fields := []string{""}
	escaped := false
	for _, r := range s {
		last := &fields[len(fields)-1]
		switch {
		case escaped:
			*last += string(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == ',':
			fields = append(fields, "")
		default:
			*last += string(r)
		}
	}
	return fields
}
