package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"crm/internal/cache"
)

// singles is the single orders, activities and records, at which a command that
// shows customers does not look.
const singles = cache.Orders | cache.Activities | cache.Summaries | cache.Records

// alertless is what the alerts do not look at: since when one is open, deals that were
// closed and complaints that were answered tell too.
const alertless = singles &^ cache.Records

// cache is where a run keeps what it read: in the workspace. That is the folder
// of the rules.yaml in use; without one the folder of the files read, where crm
// already keeps something: who only looks at a file leaves nothing beside it.
// Nil where there is none.
func (a *app) cache(r *run) *cache.Folder {
	workspace := filepath.Dir(r.in.files[0])
	if path, err := a.rulesPath(); err == nil && path != "" {
		workspace = filepath.Dir(path)
	} else if info, err := os.Stat(filepath.Join(workspace, ".crm")); err != nil || !info.IsDir() {
		return nil
	}
	return &cache.Folder{Path: filepath.Join(workspace, ".crm", "cache"), Build: build(), Now: a.env.Now}
}

// build tells this program from any other build of it: two builds of one
// version, as developers make them, may read a file differently.
func build() string {
	program, err := os.Executable()
	if err != nil {
		return version()
	}
	info, err := os.Stat(program)
	if err != nil {
		return version()
	}
	return fmt.Sprint(version(), " ", info.Size(), " ", info.ModTime().UnixNano())
}
