package main_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
)

// launchEnv makes the test binary a launcher: it starts the program in its
// arguments up to "--", tells its process number, waits for a line, and then
// becomes the program after "--", with the number as its last argument. A
// tracer started so is the parent of what it traces, which is what systems that
// restrict tracing ask for.
const launchEnv = "CRM_TEST_LAUNCH"

// The streams of the launched program are files of these names in the folder
// that launchEnv holds.
const (
	launchedOut = "out"
	launchLog   = "trace"
)

func launch() {
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, "launch:", err)
		os.Exit(1)
	}
	first, then := os.Args[1:], []string(nil)
	for i, a := range first {
		if a == "--" {
			first, then = first[:i], first[i+1:]
			break
		}
	}
	said, err := os.Create(os.Getenv(launchEnv) + "/" + launchedOut)
	if err != nil {
		fail(err)
	}
	cmd := exec.Command(first[0], first[1:]...)
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		fail(err)
	}
	fmt.Println(cmd.Process.Pid)
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		_ = cmd.Process.Kill()
		fail(err)
	}
	fail(become(then[0], append(then, fmt.Sprint(cmd.Process.Pid))))
}
