// Package xlsx reads .xlsx and .xlsm workbooks: strict, typed, streaming.
//
// Strict: every part that is read is checked to its last byte (checksum,
// well-formed XML, references in order and inside the sheet), and what cannot be
// read exactly is refused with the reason and the place. There is no second,
// more forgiving way that might answer differently. Typed: a cell comes out as
// what the file says it is, a date by its style and the book's epoch. Streaming:
// a part is inflated in its own goroutine while the rows are scanned; memory
// grows with the shared strings, never with the rows.
//
// Sizes in a file's headers are never believed: limits are counted on real bytes
// as they pass.
//
// The package must not interpret: it knows nothing of headers, customers or
// amounts, turns no text into a number and writes no file.
package xlsx
