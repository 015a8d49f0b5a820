module github.com/switchboard-go/switchboard/chat/archive/pgarchive

go 1.26.0

require (
	github.com/jackc/pgx/v5 v5.6.0
	github.com/stretchr/testify v1.8.1
	github.com/switchboard-go/switchboard v0.0.0
	github.com/switchboard-go/switchboard/store/pgstore v0.0.0
)

require (
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	golang.org/x/crypto v0.17.0 // indirect
	golang.org/x/sync v0.1.0 // indirect
	golang.org/x/text v0.14.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/switchboard-go/switchboard => ../../..

replace github.com/switchboard-go/switchboard/store/pgstore => ../../../store/pgstore
