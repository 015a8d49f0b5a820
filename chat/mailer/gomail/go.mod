module github.com/switchboard-go/switchboard/chat/mailer/gomail

go 1.26.0

require (
	github.com/emersion/go-message v0.18.2
	github.com/emersion/go-smtp v0.24.0
	github.com/stretchr/testify v1.8.0
	github.com/switchboard-go/switchboard v0.0.0
	github.com/wneessen/go-mail v0.7.2
	golang.org/x/net v0.44.0
)

require (
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	golang.org/x/text v0.29.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/switchboard-go/switchboard => ../../..
