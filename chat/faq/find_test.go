package faq_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/faq"
)

// shop is a list as a shop of several languages has it.
var shop = []faq.Entry{
	{
		ID: "delivery",
		Ask: map[string]string{
			"en": "How long does delivery take?", "et": "Kui kaua võtab kohaletoimetamine?",
			"pl": "Jak długo trwa dostawa?", "zh": "送货需要多长时间？", "ar": "كم يستغرق التوصيل؟",
			"id": "Berapa lama pengiriman?",
		},
		Answer: map[string]string{"en": "Two to four working days.", "et": "Kaks kuni neli tööpäeva."},
		Words:  map[string]string{"en": "shipping arrive parcel", "et": "pakk tarne"},
	},
	{
		ID: "returns",
		Ask: map[string]string{
			"en": "Can I return an article?", "et": "Kas saan kauba tagastada?",
			"pl": "Czy mogę zwrócić towar?", "zh": "可以退货吗？", "ar": "هل يمكنني إرجاع المنتج؟",
			"id": "Bisakah saya mengembalikan barang?",
		},
		Answer: map[string]string{"en": "Within 30 days, in its box.", "et": "30 päeva jooksul."},
	},
	{
		ID:     "invoice",
		Ask:    map[string]string{"en": "Where is my invoice?", "et": "Kus on minu arve?"},
		Answer: map[string]string{"en": "In the mail that says that the parcel has left."},
	},
}

func TestAQuestionIsFoundInTheVisitorsLanguage(t *testing.T) {
	x := faq.New(shop)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "how long do DELIVERIES take", "delivery"},
		{"en-GB", "when will my parcel arrive?", "delivery"},
		{"en", "deliv", "delivery"}, // not all of it is typed yet
		{"en", "I'd like to return an article", "returns"},
		{"en", "returning my article", "returns"},
		{"en", "invoices", "invoice"},
		{"et", "millal tarne kohale jõuab, kohaletoimetamise aeg", "delivery"},
		{"et", "tahan kaupa tagastama", "returns"},
		{"et", "kus on ARVE", "invoice"},
		{"pl", "kiedy bedzie dostawy", "delivery"}, // typed without its accents
		{"pl", "chce zwrocic towary", "returns"},
		{"id", "lama pengiriman barang saya", "delivery"},
		{"zh", "我想退货", "returns"},
		{"zh-CN", "送货要多久", "delivery"},
		{"ar", "متى يصل توصيل الطلب", "delivery"},
		{"ar", "اريد ارجاع منتج", "returns"},
		{"fr", "delivery", "delivery"}, // a language that no entry has: English
		{"pl", "invoice", "invoice"},   // an entry without that language
		{"en", "ＤＥＬＩＶＥＲＹ", "delivery"}, // full width
	} {
		found := x.Find(c.lang, c.text, 3)
		if assert.NotEmpty(t, found, "%s: %s", c.lang, c.text) {
			assert.Equal(t, c.want, found[0].ID, "%s: %s: %v", c.lang, c.text, found)
		}
	}
}

func TestWhatSharesNothingFindsNothing(t *testing.T) {
	x := faq.New(shop)
	for _, text := range []string{
		"", "   ", "?", "the", "how is it", "hello there",
		"Do you sell blue bicycles with a basket?", "d", "de", strings.Repeat("x", 5000),
		"\xff\xfe", "🙂🙂", "<script>alert(1)</script>",
	} {
		assert.Empty(t, x.Find("en", text, 3), text)
	}
	assert.Empty(t, x.Find("en", "delivery", 0))
	assert.Empty(t, (*faq.Index)(nil).Find("en", "delivery", 3))
	assert.Empty(t, faq.New(nil).Find("en", "delivery", 3))
}

func TestTheBestIsFirstAndOfEqualOnesTheFirst(t *testing.T) {
	one := func(id, ask, answer string) faq.Entry {
		return faq.Entry{
			ID: id, Ask: map[string]string{"en": ask}, Answer: map[string]string{"en": answer},
		}
	}
	x := faq.New([]faq.Entry{
		one("a", "Paying by card", "Yes."),
		one("b", "Cards as gifts", "Paying with gifts"),
		one("c", "Paying by card", "No."),
	})
	found := x.Find("en", "paying by card", 3)
	require.Len(t, found, 3)
	require.Equal(t, []string{"a", "c", "b"}, []string{found[0].ID, found[1].ID, found[2].ID})
	require.Greater(t, found[1].Score, found[2].Score)
	require.Len(t, x.Find("en", "paying by card", 1), 1)
}

func TestAnEntryIsShownInTheNearestLanguage(t *testing.T) {
	x := faq.New(shop)
	for lang, want := range map[string]string{
		"et": "Kus on minu arve?", "et-EE": "Kus on minu arve?", "pl": "Where is my invoice?",
		"": "Where is my invoice?", "EN": "Where is my invoice?",
	} {
		all := x.All(lang)
		require.Len(t, all, 3)
		require.Equal(t, want, all[2].Ask, lang)
	}
	only := faq.New([]faq.Entry{{ID: "q", Ask: map[string]string{"sv": "Hej", "de": "Hallo"}}})
	require.Equal(t, "Hallo", only.All("fr")[0].Ask, "the first by its tag")
	require.Equal(t, "de", only.All("fr")[0].Lang)
}

func FuzzFind(f *testing.F) {
	f.Add("en", "delivery", "how long does delivery take", "two days")
	f.Add("zh", "送货", "送货需要多长时间", "两天")
	f.Add("", "\xff", "\x00", "́")
	f.Add("ar", "ال", "التوصيل", "ـ")
	f.Fuzz(func(t *testing.T, lang, text, ask, answer string) {
		x := faq.New([]faq.Entry{
			{
				ID: "a", Ask: map[string]string{lang: ask},
				Answer: map[string]string{lang: answer},
			},
			{
				ID: "b", Ask: map[string]string{"en": ask},
				Words: map[string]string{lang: answer},
			},
		})
		found := x.Find(lang, text, 2)
		require.LessOrEqual(t, len(found), 2)
		for i, m := range found {
			require.Greater(t, m.Score, 0.0)
			require.LessOrEqual(t, m.Score, 1.0)
			require.True(t, i == 0 || found[i-1].Score >= m.Score)
		}
		require.Equal(t, found, x.Find(lang, text, 2), "the same question has the same answer")
		if utf8.ValidString(ask) && len(x.Find(lang, ask, 2)) > 0 {
			require.NotEmpty(t, x.Find(lang, strings.ToUpper(ask), 2), "capitals are no difference")
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var all []faq.Entry
	for i := range 50 {
		all = append(all, faq.Entry{
			ID:     fmt.Sprint(i),
			Ask:    map[string]string{"en": fmt.Sprintf("How do I order article%d for delivery?", i)},
			Answer: map[string]string{"en": strings.Repeat("It is sent within three working days. ", 10)},
		})
	}
	x := faq.New(all)
	b.ReportAllocs()
	for b.Loop() {
		x.Find("en", "when will the article I ordered be delivered", 3)
	}
}
