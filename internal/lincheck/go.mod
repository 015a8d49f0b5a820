module github.com/switchboard-go/switchboard/internal/lincheck

go 1.26.0

require (
	github.com/anishathalye/porcupine v1.3.1
	github.com/stretchr/testify v1.12.1
	github.com/switchboard-go/switchboard v0.0.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

replace github.com/switchboard-go/switchboard => ../..
