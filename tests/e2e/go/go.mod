module e2e

go 1.25.0

require (
	staleclient v0.0.0
	testserverclient v0.0.0
)

replace (
	staleclient => ./stale
	testserverclient => ./sdk
)
