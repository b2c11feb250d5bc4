package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/rules"
)

// rulesName is what a rules file is called.
const rulesName = "rules.yaml"

// loadRules finds and checks the rules: --rules, CRM_RULES, the nearest
// rules.yaml upward, the user's config folder, else the embedded default.
// found is false for the last.
func (a *app) loadRules() (set *rules.Set, found bool, err error) {
	path, err := a.rulesPath()
	if err != nil {
		return nil, false, err
	}
	if path == "" {
		return rules.Default(measure.Declared()), false, nil
	}
	text, err := readRules(path)
	switch {
	case errors.Is(err, errNoFile):
		return nil, false, failed(err, lang.F("the rules file %s is not a regular file", "规则文件 %s 不是普通文件", diag.Escape(path)),
			lang.T("save what comes from a pipe or device as a file first", "来自管道或设备的内容，请先存成文件"))
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, failed(err, lang.F("there is no rules file %s", "没有规则文件 %s", diag.Escape(path)), lang.T("crm init writes one", "crm init 可以生成一份"))
	case err != nil:
		return nil, false, failed(err, lang.F("the rules file %s cannot be read: %v", "规则文件 %s 读不了：%v", diag.Escape(path), errors.Unwrap(err)))
	}
	set, problems := rules.Parse(path, text, measure.Declared())
	a.report(problems)
	if problems.Failed() {
		return nil, true, errData
	}
	if set.HasLanguage && !a.langAsked {
		a.lang, a.langAsked = set.Language, true
	}
	return set, true, nil
}

// readRules is the text of a rules file, no more of it than is needed to refuse it.
// It is read more than once, which a pipe cannot be.
func readRules(path string) ([]byte, error) {
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read from
	return io.ReadAll(io.LimitReader(f, rules.MaxFileSize+1))
}

// rulesLanguage is the language that the rules ask for, before anything is parsed:
// help and the errors of a command line speak it too. What is wrong in the file is
// found when it is loaded.
func (a *app) rulesLanguage() (l lang.Lang, ok bool) {
	path, named := early(a.env.Args, "--rules")
	if !named {
		var err error
		if path, err = a.rulesPath(); err != nil {
			return l, false
		}
	}
	text, err := readRules(path)
	if path == "" || err != nil {
		return l, false
	}
	for line := range strings.Lines(string(text)) {
		if word, found := strings.CutPrefix(line, "language:"); found {
			word, _, _ = strings.Cut(word, "#")
			return lang.Parse(strings.Trim(strings.TrimSpace(word), `"'`))
		}
	}
	return l, false
}

func (a *app) rulesPath() (string, error) {
	if a.flags.rules != "" {
		return a.flags.rules, nil
	}
	if path := a.env.Getenv("CRM_RULES"); path != "" {
		return path, nil
	}
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := folder; ; at = filepath.Dir(at) {
		if path := filepath.Join(at, rulesName); isFile(path) {
			return relative(folder, path), nil
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	if config, err := os.UserConfigDir(); err == nil {
		if path := filepath.Join(config, "crm", rulesName); isFile(path) {
			return path, nil
		}
	}
	return "", nil
}

// shortPath is a file as a person in the working folder would write it.
func shortPath(path string) string {
	folder, err := os.Getwd()
	if err != nil {
		return path
	}
	if resolved, err := filepath.EvalSymlinks(folder); err == nil {
		folder = resolved
	}
	return relative(folder, path)
}

// relative is the path as a person in folder would write it, where that is shorter.
func relative(folder, path string) string {
	if short, err := filepath.Rel(folder, path); err == nil && len(short) < len(path) {
		return short
	}
	return path
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() || err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission)
}

// report prints problems on stderr: what stops the run at length, else a line each.
func (a *app) report(problems diag.List) {
	style := diag.Lines
	if problems.Failed() {
		style = diag.Excerpts
	}
	// what cannot be printed on stderr cannot be reported anywhere
	_ = problems.Write(a.env.Err, diag.Format{Lang: a.lang, Style: style, All: a.flags.verbose})
}
