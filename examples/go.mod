module github.com/switchboard-go/switchboard/examples

go 1.26.0

require (
	github.com/emersion/go-smtp v0.24.0
	github.com/stretchr/testify v1.8.0
	github.com/switchboard-go/switchboard v0.0.0
	github.com/switchboard-go/switchboard/chat/mailer/gomail v0.0.0
	github.com/switchboard-go/switchboard/store/sqlitestore v0.0.0
	golang.org/x/sync v0.23.0
)

require (
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/emersion/go-message v0.18.2 // indirect
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/ncruces/go-strftime v1.0.0 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/wneessen/go-mail v0.7.2 // indirect
	golang.org/x/net v0.44.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
	golang.org/x/text v0.29.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
	modernc.org/libc v1.77.1 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
	modernc.org/sqlite v1.60.0 // indirect
)

replace (
	github.com/switchboard-go/switchboard => ..
	github.com/switchboard-go/switchboard/chat/mailer/gomail => ../chat/mailer/gomail
	github.com/switchboard-go/switchboard/store/sqlitestore => ../store/sqlitestore
)
