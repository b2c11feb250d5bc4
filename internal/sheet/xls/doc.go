// Package xls reads the workbooks of Excel 5 to 2003 (BIFF5, BIFF7 and BIFF8):
// values, their types, number formats, merged ranges, what is hidden, and the
// results that formulas had when the book was saved.
//
// The format has no checksums: a flipped bit inside a number or a text is another
// number or text, and nobody can tell. What is checked is all that holds the
// values: the box (package ole), every record's length, each sheet's begin and
// end, references to strings and styles, two cells in one place. What does not
// fit is refused with the place; nothing is skipped to get on, nothing guessed.
package xls
