package safefile

import (
	"io/fs"

	"crm/internal/lang"
)

// lost is what could not be copied of a file's attributes.
type lost struct {
	access bool // its access list
	other  bool // others, such as tags
}

const (
	groupRights fs.FileMode = 0o070
	otherRights fs.FileMode = 0o007
	toOther                 = 3 // bits from a group's right to that of others
)

// keepRights gives the new file the old one's owner, group and access list, and
// returns the mode it may have. What cannot be kept is told in notes, and
// nobody gains by it: where the group or the list is lost, the group gets no
// rights and others no more than the group had.
func (t *tempFile) keepRights(old *target, notes *[]lang.Text) fs.FileMode {
	mode := old.info.Mode().Perm()
	narrow := mode &^ groupRights &^ (otherRights &^ (mode >> toOther))
	if !t.keepGroup(old, notes) {
		return narrow
	}
	missing := t.disk.attributes(old.path, t.path)
	if missing.other {
		*notes = append(*notes, lang.F("not all attributes of %s could be kept", "%s 的部分扩展属性未能保留", old.path))
	}
	if missing.access {
		*notes = append(*notes, lang.F("the access list of %s could not be kept; its group has no rights to it now", "%s 的访问控制列表未能保留，其所属组现在没有访问权限", old.path))
		return narrow
	}
	return mode
}

// keepGroup keeps owner and group; false when the group is another now.
func (t *tempFile) keepGroup(old *target, notes *[]lang.Text) bool {
	uid, gid, known := owner(old.info)
	info, err := t.file.Stat()
	if !known || err != nil {
		return true
	}
	if u, g, _ := owner(info); u == uid && g == gid {
		return true
	}
	if t.file.Chown(uid, gid) == nil {
		return true
	}
	_, group, _ := owner(info)
	if group == gid || t.file.Chown(-1, gid) == nil {
		*notes = append(*notes, lang.F("%s belongs to you now: its owner could not be kept", "%s 的所有者未能保留，现在归您所有", old.path))
		return true
	}
	*notes = append(*notes, lang.F("owner and group of %s could not be kept; the group has no rights to it now", "%s 的所有者和所属组未能保留，新的组没有访问权限", old.path))
	return false
}
