module github.com/switchboard-go/switchboard/store/mysqlstore

go 1.26.0

require (
	github.com/go-sql-driver/mysql v1.5.0
	github.com/stretchr/testify v1.8.1
	github.com/switchboard-go/switchboard v0.0.0
)

require (
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	golang.org/x/sync v0.1.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/switchboard-go/switchboard => ../..
