//go:build !race

package hours_test

const thin = 1
