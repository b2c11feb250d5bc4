package classify

import (
	"runtime"
	"sync"
)

// EachCustomer calls do for every customer, for several at once: do may ask this
// result whatever it likes, and writes only what is its customer's alone.
func (r *Result) EachCustomer(do func(customer int)) {
	customers := r.options.Customers
	if customers == 0 {
		return
	}
	do(0) // what is made when it is first asked for is there then
	share := (customers + runtime.GOMAXPROCS(0) - 2) / runtime.GOMAXPROCS(0)
	var working sync.WaitGroup
	for from := 1; from < customers; from += share {
		working.Go(func() {
			for i := from; i < min(from+share, customers); i++ {
				do(i)
			}
		})
	}
	working.Wait()
}
