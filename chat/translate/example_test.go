package translate_test

import (
	"fmt"

	"github.com/switchboard-go/switchboard/chat/translate"
)

func Example() {
	const original = "Where is order 48213? I wrote to help@shop.example on Monday."
	fmt.Println(translate.Detect(original))

	tagged := translate.Tag(original)
	fmt.Println(tagged.Text)
	back, err := tagged.Restore(`Kus on tellimus <x id="1"/>? Kirjutasin esmaspäeval: <x id="2"/>.`)
	fmt.Println(back, err)

	fmt.Println(translate.Check(original, "Kus on tellimus 48214? Kirjutasin: help@shop.example."))
	// Output:
	// en
	// Where is order <x id="1"/>? I wrote to <x id="2"/> on Monday.
	// Kus on tellimus 48213? Kirjutasin esmaspäeval: help@shop.example. <nil>
	// translate: unfit: an address, a placeholder or a number that was not there
}
