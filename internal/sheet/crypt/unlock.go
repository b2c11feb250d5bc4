package crypt

import "errors"

// ErrNoPassword is a protected book, and no password to try.
var ErrNoPassword = errors.New("no password given")

// Unlock tries Excel's own password and then those that ask gives, which may be
// nil, until one opens the book; own says that it was Excel's. An error is
// ErrNoPassword, ErrPassword where none fits, or what ask or open returned.
func Unlock(ask func() ([]Password, error), open func(Password) error) (own bool, err error) {
	if err = open(Default); !errors.Is(err, ErrPassword) {
		return true, err
	}
	if ask == nil {
		return false, ErrNoPassword
	}
	passwords, err := ask()
	if err != nil {
		return false, err
	}
	err = ErrNoPassword
	for _, p := range passwords {
		if err = open(p); !errors.Is(err, ErrPassword) {
			return false, err
		}
	}
	return false, err
}
