package chat

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAPictureIsOfHttpsOrOfTheHostsOwnOrigin(t *testing.T) {
	for _, address := range []string{
		"", "/team/ana.jpg", "/a?v=2#x", "https://cdn.shop.example/ana.jpg",
		"https://shop.example:8443/a",
		"/" + strings.Repeat("a", MaxPicture-1), "/%C3%B5/ana.jpg",
	} {
		assert.NoError(t, CheckPicture("photo", address), address)
	}
	for _, address := range []string{
		"ana.jpg", "//cdn.example/ana.jpg", `/\cdn.example/ana.jpg`, "/\t/cdn.example/a",
		"http://shop.example/a",
		"javascript:alert(1)", "data:image/png;base64,AA==", "https://", "https:///a",
		"https://me@shop.example/a",
		"https://shop.example/õ.jpg", "/õ.jpg", "/a b", " /a", "blob:https://shop.example/a",
		"/%zz",
		"https://[::1]/a",
		"/" + strings.Repeat("a", MaxPicture),
	} {
		err := CheckPicture("photo", address)
		assert.ErrorIs(t, err, ErrInvalid, address)
		assert.ErrorContains(t, err, "photo", address)
	}
}
