// Command client writes the Go client's calls and types anew from the contract of the HTTP API: a
// method for each operation of openapi.yaml, a type for each of its schemas.
//
//	go run ./internal/tools/client chat/chathttp/openapi.yaml chat/chatclient
package main
