//go:build !unix

package main_test

// measureEnv is empty where the cost of a process cannot be asked for: nothing measures.
const measureEnv = ""

func measure() {}
