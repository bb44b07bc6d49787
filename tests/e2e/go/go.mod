module e2e

go 1.25.0

require testserverclient v0.0.0

replace testserverclient => ./sdk
