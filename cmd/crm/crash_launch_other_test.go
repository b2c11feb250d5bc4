//go:build !linux

package main_test

import "errors"

func become(string, []string) error { return errors.New("only on Linux") }
