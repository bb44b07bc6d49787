module centrifugo-for-tests

go 1.25.0

require github.com/centrifugal/centrifugo/v6 v6.9.1
