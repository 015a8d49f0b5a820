//go:build !race

package schemaorg_test

const thin = 1
