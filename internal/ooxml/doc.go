// Package ooxml changes Office Open XML packages without reading them as
// workbooks: it knows parts, relationships, content types, the list of sheets,
// cell styles and custom properties, and patches these small parts as text.
//
// Whatever it is not asked to change comes out as it went in: entries of the zip
// are copied packed, and a patched part keeps every byte beside the patch. It
// must know nothing of rows, customers or rules, hold no large part in memory
// longer than it takes to write it, and open no file: callers hand it readers
// and writers.
//
// What is wrong with a user's file is a *diag.Problem without a file name: the
// package is never told one, so the caller fills in Pos.File. Other errors are
// the disk's, or faults of the caller.
package ooxml
