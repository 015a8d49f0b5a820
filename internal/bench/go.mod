module github.com/switchboard-go/switchboard/internal/bench

go 1.26.0

require (
	cel.dev/cel-go v0.33.2
	github.com/diegoholiveira/jsonlogic/v3 v3.5.1
	github.com/expr-lang/expr v1.17.8
	github.com/growthbook/growthbook-golang v0.7.0
	github.com/rickar/cal/v2 v2.1.13
	github.com/switchboard-go/switchboard v0.0.0
	github.com/teambition/rrule-go v1.8.2
	modernc.org/sqlite v1.60.0
)

require (
	cel.dev/expr v0.25.1 // indirect
	github.com/antlr4-go/antlr/v4 v4.13.1 // indirect
	github.com/barkimedes/go-deepcopy v0.0.0-20220514131651-17c30cfc62df // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/ncruces/go-strftime v1.0.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/tmaxmax/go-sse v0.10.0 // indirect
	golang.org/x/exp v0.0.0-20240823005443-9b4947da3948 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
	google.golang.org/genproto/googleapis/api v0.0.0-20240826202546-f6391c0de4c7 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20240826202546-f6391c0de4c7 // indirect
	google.golang.org/protobuf v1.36.10 // indirect
	modernc.org/libc v1.77.1 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)

require (
	github.com/stretchr/testify v1.12.1
	github.com/switchboard-go/switchboard/store/sqlitestore v0.0.0
	go.yaml.in/yaml/v3 v3.0.5 // indirect
)

replace github.com/switchboard-go/switchboard => ../..

replace github.com/switchboard-go/switchboard/store/sqlitestore => ../../store/sqlitestore
