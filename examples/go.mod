module github.com/switchboard-go/switchboard/examples

go 1.26.0

require github.com/switchboard-go/switchboard v0.0.0

require golang.org/x/sync v0.24.0 // indirect

replace github.com/switchboard-go/switchboard => ..
