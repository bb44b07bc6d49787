module bench

go 1.25.0

require (
	github.com/centrifugal/centrifuge-go v0.12.1
	testserverclient v0.0.0
)

replace testserverclient => ./sdk
