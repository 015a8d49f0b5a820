module github.com/switchboard-go/switchboard/internal/bench

go 1.26.0

require (
	github.com/rickar/cal/v2 v2.1.13
	github.com/switchboard-go/switchboard v0.0.0
	github.com/teambition/rrule-go v1.8.2
)

require (
	github.com/stretchr/testify v1.12.1
	go.yaml.in/yaml/v3 v3.0.5 // indirect
)

replace github.com/switchboard-go/switchboard => ../..
