package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/crypt"
)

// passwordCommand is the environment variable that holds a command which prints
// the password of protected workbooks.
const passwordCommand = "CRM_PASSWORD_COMMAND"

// passwordsOf gives the passwords to try on a protected workbook: those of
// --password-file, else what the command of the environment prints, else what a
// person types. Without any there are none. They are fetched once; typed ones are
// asked for by file.
func (a *app) passwordsOf(s *sourceFlags) func(path string) ([]crypt.Password, error) {
	var mu sync.Mutex
	known := map[string][]crypt.Password{}
	return func(path string) ([]crypt.Password, error) {
		mu.Lock()
		defer mu.Unlock()
		list, err := a.fetchPasswords(s, known)
		if err != nil || list != nil {
			return list, err
		}
		if list, asked := known[path]; asked || a.env.AskSecret == nil {
			return list, nil
		}
		text, err := a.env.AskSecret(lang.F("Password of %s: ", "%s 的密码：", diag.Escape(path)).In(a.lang))
		if err != nil {
			return nil, failed(err, lang.F("no password could be asked for: %s", "无法询问密码：%s", diag.Escape(err.Error())))
		}
		known[path] = nil
		if text != "" {
			known[path] = []crypt.Password{crypt.Password(text)}
		}
		return known[path], nil
	}
}

// fetched is the key in the list of known passwords of those that nobody types.
const fetched = ""

// fetchPasswords is the passwords that nobody types; nil without any.
func (a *app) fetchPasswords(s *sourceFlags, known map[string][]crypt.Password) ([]crypt.Password, error) {
	if list, done := known[fetched]; done {
		return list, nil
	}
	var list []crypt.Password
	for _, path := range s.secrets {
		p, err := passwordIn(path)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	if command := a.env.Getenv(passwordCommand); list == nil && command != "" {
		p, err := a.passwordFrom(command)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	known[fetched] = list
	return list, nil
}

// maxSecret is how many bytes a password may have, and its file.
const maxSecret = 4 << 10

// passwordIn reads a password file, which only its owner may read.
func passwordIn(path string) (crypt.Password, error) {
	shown := diag.Escape(path)
	unread := func(err error) error {
		var of *os.PathError
		if errors.As(err, &of) {
			err = of.Err
		}
		return failed(err, lang.F("the password file %s cannot be read: %s", "无法读取密码文件 %s：%s", shown, diag.Escape(err.Error())))
	}
	f, err := os.Open(path)
	if err != nil {
		return "", unread(err)
	}
	defer f.Close() //nolint:errcheck // only read from
	info, err := f.Stat()
	if err != nil {
		return "", unread(err)
	}
	const others = 0o077
	if runtime.GOOS != "windows" && info.Mode().IsRegular() && info.Mode().Perm()&others != 0 {
		return "", usage(lang.F("the password file %s can be read by others (mode %04o)", "密码文件 %s 可被他人读取（权限 %04o）", shown, info.Mode().Perm()),
			lang.F("chmod 600 %s", "chmod 600 %s", shellQuote(shown)))
	}
	text, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", unread(err)
	}
	return secretLine(text, lang.F("the password file %s", "密码文件 %s", shown))
}

// passwordFrom runs a command and takes what it prints. Its own messages appear on stderr.
func (a *app) passwordFrom(command string) (crypt.Password, error) {
	words := splitWords(command)
	if len(words) == 0 {
		return "", usage(lang.F("%s is empty", "%s 为空", passwordCommand))
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stderr = a.env.Err
	text, err := cmd.Output()
	if err != nil {
		return "", failed(err, lang.F("the command in %s failed: %s", "%s 中的命令执行失败：%s", passwordCommand, diag.Escape(err.Error())))
	}
	return secretLine(text, lang.F("the command in %s", "%s 中的命令", passwordCommand))
}

// secretLine is the one line of a text; of is where it came from.
func secretLine(text []byte, of lang.Text) (crypt.Password, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	switch {
	case len(text) == 0:
		return "", usage(lang.F("%s gives no password", "%s没有给出密码", of))
	case len(text) > maxSecret || bytes.ContainsAny(text, "\r\n\x00") || !utf8.Valid(text):
		return "", usage(lang.F("%s gives more than one line, or no text", "%s给出的内容不是单行文本", of))
	}
	return crypt.Password(text), nil
}

// splitWords takes a command apart at blanks; "…" and '…' keep them.
func splitWords(command string) []string {
	var words []string
	var word strings.Builder
	quote, inWord := rune(0), false
	for _, c := range command {
		switch {
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, inWord = c, true
		case quote == 0 && (c == ' ' || c == '\t' || c == '\n'):
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}
