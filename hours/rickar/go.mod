module github.com/switchboard-go/switchboard/hours/rickar

go 1.26.0

require (
	github.com/rickar/cal/v2 v2.1.13
	github.com/stretchr/testify v1.8.0
	github.com/switchboard-go/switchboard v0.0.0
)

require (
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/switchboard-go/switchboard => ../..
