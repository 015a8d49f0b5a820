module github.com/switchboard-go/switchboard/examples/host

go 1.26.0

require (
	github.com/prometheus/client_golang v1.19.1
	github.com/stretchr/testify v1.8.0
	github.com/switchboard-go/switchboard v0.0.0
	github.com/switchboard-go/switchboard/chat/observer/prom v0.0.0
	github.com/switchboard-go/switchboard/store/sqlitestore v0.0.0
	modernc.org/sqlite v1.60.0
)

require (
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.2.0 // indirect
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/ncruces/go-strftime v1.0.0 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	github.com/prometheus/client_model v0.5.0 // indirect
	github.com/prometheus/common v0.48.0 // indirect
	github.com/prometheus/procfs v0.12.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	golang.org/x/sync v0.23.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
	google.golang.org/protobuf v1.33.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
	modernc.org/libc v1.77.1 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)

replace (
	github.com/switchboard-go/switchboard => ../..
	github.com/switchboard-go/switchboard/chat/observer/prom => ../../chat/observer/prom
	github.com/switchboard-go/switchboard/store/sqlitestore => ../../store/sqlitestore
)
