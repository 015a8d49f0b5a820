package main

import (
	"fmt"
	"strings"
)

// product is one thing the shop sells; its drawing is static/art/<SKU>.svg.
type product struct {
	SKU, Name, Category, Line string
	Cents                     int64
	About                     string
	Facts                     [][2]string
}

// categories in the order of the menu.
var categories = []struct{ ID, Name string }{{"shelter", "Shelter"}, {"clothing", "Clothing"}, {"boots", "Boots"}, {"camp", "Camp"}}

var catalogue = []product{
	{"ridgeline", "Ridgeline 2 tent", "shelter", "A night for two, up in four minutes", 32900,
		"Three poles, one person, four minutes. The porch is deep enough to cook in and to keep a wet dog out of the bedroom.",
		[][2]string{{"Sleeps", "2"}, {"Packed", "2.1 kg"}, {"Floor", "215 × 135 cm"}, {"Season", "3"}}},
	{"fell", "Fell rain jacket", "clothing", "For the days the forecast gets wrong", 21900,
		"Three layers, taped seams and a hood that turns with your head. It folds into its own pocket when the sun is back.",
		[][2]string{{"Weight", "410 g"}, {"Water column", "20,000 mm"}, {"Sizes", "XS–XXL"}, {"Fit", "Regular"}}},
	{"scree", "Scree hiking boots", "boots", "Leather above, grip below", 18900,
		"Full-grain leather, a stiff shank and a sole made for wet rock. They can be resoled twice, and we do it for you.",
		[][2]string{{"Weight", "640 g each"}, {"Sole", "Wet rock"}, {"Sizes", "36–48"}, {"Lining", "Waterproof"}}},
	{"ember", "Ember lantern", "camp", "Forty hours of warm light", 8900,
		"A soft, warm light that dims to a glow and charges a telephone when it must. It hangs, stands and floats.",
		[][2]string{{"Light", "5–320 lumen"}, {"Battery", "40 h"}, {"Weight", "290 g"}, {"Charge", "USB-C"}}},
	{"kuru", "Kuru 38 backpack", "camp", "Carries well, opens wide", 15900,
		"It opens like a suitcase and carries like a mountain pack. The back is adjusted once and then forgotten.",
		[][2]string{{"Volume", "38 l"}, {"Weight", "1.3 kg"}, {"Back", "42–52 cm"}, {"Cover", "Included"}}},
	{"taiga", "Taiga sleeping bag", "shelter", "Warm down to minus nine", 24900,
		"Traceable down, a collar that keeps the heat in, and a zip that does not bite. Comfortable at minus three.",
		[][2]string{{"Comfort", "−3 °C"}, {"Limit", "−9 °C"}, {"Weight", "980 g"}, {"Fill", "Down, 750 cuin"}}},
	{"spark", "Spark stove", "camp", "A litre boils in three minutes", 6900,
		"Small enough for a jacket pocket, steady enough for the big pot, and it lights in the wind.",
		[][2]string{{"Boils 1 l", "3:10 min"}, {"Weight", "85 g"}, {"Fuel", "Gas cartridge"}, {"Lights", "Piezo"}}},
	{"brook", "Brook flask", "camp", "Hot until tomorrow", 3900,
		"Steel, two walls, and a cap that is a cup. Coffee made at six is still hot at midnight.",
		[][2]string{{"Volume", "0.75 l"}, {"Hot", "24 h"}, {"Cold", "36 h"}, {"Weight", "370 g"}}},
}

// find returns the product of a SKU.
func find(sku string) (product, bool) {
	for _, p := range catalogue {
		if p.SKU == sku {
			return p, true
		}
	}
	return product{}, false
}

// within returns the products of a category; the empty one is all.
func within(category string) []product {
	var ps []product
	for _, p := range catalogue {
		if category == "" || p.Category == category {
			ps = append(ps, p)
		}
	}
	return ps
}

// Price is the price as it is shown.
func (p product) Price() string { return euros(p.Cents) }

// Place is the name of its category.
func (p product) Place() string {
	for _, c := range categories {
		if c.ID == p.Category {
			return c.Name
		}
	}
	return ""
}

func euros(cents int64) string {
	return "€" + strings.TrimSuffix(fmt.Sprintf("%d.%02d", cents/100, cents%100), ".00")
}
