package main

import _ "embed"

// exceljsScript reads a workbook with exceljs' streaming reader and adds up the
// same sums.
//
//go:embed exceljs.js
var exceljsScript []byte

// duckScript reads a delimited text with DuckDB and adds up the same sums.
//
//go:embed duckdb.js
var duckScript []byte
