//go:build race

package chat_test

const worlds = 100
