package xlsx

import (
	"crm/internal/diag"
	"crm/internal/lang"
)

// Limits bounds what a hostile or broken file may cost. All of them are counted
// on real bytes while these stream, so a large limit costs nothing by itself.
type Limits struct {
	FileBytes        int64 // the file itself
	Entries          int64 // members of the zip
	InflatedBytes    int64 // all parts read, unpacked, together
	Ratio            int64 // unpacked to packed bytes, beyond the first 64 MB unpacked
	SharedBytes      int64 // the shared strings; at most 4 GB
	SharedReferenced int64 // the lengths of the shared strings that one sheet's cells refer to, summed
	Cells            int64 // cells of one sheet, empty ones too
	Depth            int64 // open XML elements inside each other
	Attributes       int64 // of one XML element
	TagBytes         int64 // one XML tag
	RowBytes         int64 // one row of a sheet, as XML
	PartBytes        int64 // each small part: workbook, styles, relationships, properties
	Merges           int64 // merged ranges of one sheet
}

const (
	kilo = 1 << 10
	mega = 1 << 20
	giga = 1 << 30

	ratioFreeBytes = 64 * mega // small parts may be as repetitive as they like
	maxSharedBytes = 4*giga - 1
)

// DefaultLimits allows everything that Excel itself can hold in a file of a
// gigabyte, and little more.
func DefaultLimits() Limits {
	return Limits{
		FileBytes:        giga,
		Entries:          10_000,
		InflatedBytes:    8 * giga,
		Ratio:            200,
		SharedBytes:      512 * mega,
		SharedReferenced: 2 * giga,
		Cells:            64_000_000,
		Depth:            64,
		Attributes:       256,
		TagBytes:         mega,
		RowBytes:         16 * mega,
		PartBytes:        64 * mega,
		Merges:           1_000_000,
	}
}

// The names of limits, as --limit NAME=N has them.
const (
	limitFile             = "file-bytes"
	limitEntries          = "entries"
	limitInflated         = "inflated-bytes"
	limitRatio            = "ratio"
	limitShared           = "shared-bytes"
	limitSharedReferenced = "shared-referenced"
	limitCells            = "cells"
	limitDepth            = "depth"
	limitAttributes       = "attributes"
	limitTag              = "tag-bytes"
	limitRow              = "row-bytes"
	limitPart             = "part-bytes"
	limitMerges           = "merges"
)

// LimitNames is the names that Set knows, in the order they are explained.
func LimitNames() []string {
	return []string{
		limitFile, limitEntries, limitInflated, limitRatio, limitShared, limitSharedReferenced, limitCells,
		limitDepth, limitAttributes, limitTag, limitRow, limitPart, limitMerges,
	}
}

// Set changes the limit of that name. It reports false for a name that is no
// limit, and for a value that is none: below 1, or more shared strings than 4 GB.
func (l *Limits) Set(name string, n int64) bool {
	p := l.field(name)
	if p == nil || n < 1 || name == limitShared && n > maxSharedBytes {
		return false
	}
	*p = n
	return true
}

func (l *Limits) field(name string) *int64 {
	fields := map[string]*int64{
		limitFile:             &l.FileBytes,
		limitEntries:          &l.Entries,
		limitInflated:         &l.InflatedBytes,
		limitRatio:            &l.Ratio,
		limitShared:           &l.SharedBytes,
		limitSharedReferenced: &l.SharedReferenced,
		limitCells:            &l.Cells,
		limitDepth:            &l.Depth,
		limitAttributes:       &l.Attributes,
		limitTag:              &l.TagBytes,
		limitRow:              &l.RowBytes,
		limitPart:             &l.PartBytes,
		limitMerges:           &l.Merges,
	}
	return fields[name]
}

// boundReferences holds the shared strings that cells refer to against the size
// of the file as parts are held: a long text that thousands of cells refer to packs
// to nothing, and whoever keeps the cells' texts would keep it as often. Half of
// what a part may unpack to is allowed, for kept texts come with more beside them.
func (c *container) boundReferences() {
	l := &c.limits
	if l.Ratio > 0 && c.size <= (maxSharedBytes*4-ratioFreeBytes)/l.Ratio {
		most := (ratioFreeBytes + c.size*l.Ratio) / 2
		if c.repetitive = most < l.SharedReferenced; c.repetitive {
			l.SharedReferenced = most
		}
	}
}

// tooManyReferences is that limit reached: by the file's size, or as it is set.
func (c *container) tooManyReferences(pos diag.Pos) *diag.Problem {
	if c.repetitive {
		return overLimit(pos, limitRatio, c.limits.Ratio,
			lang.T("the shared strings that the cells refer to are many times as long as the file", "单元格引用的共享字符串总长是文件大小的许多倍"))
	}
	return overLimit(pos, limitSharedReferenced, c.limits.SharedReferenced,
		lang.T("the shared strings that the cells refer to have too many bytes together", "单元格引用的共享字符串总字节数过大"))
}
